// The desk as a receptionist uses it: a caller on the line, hands on the keyboard.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { answerFor, down, mended, slow } from "../lib/faults.mjs";
import { axeFindsNothing, fitsTheWidth, visit } from "../lib/page.mjs";
import { Server } from "../lib/server.mjs";
import { browser, server } from "../lib/shared.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** What the browser notes of a server that is gone. */
const GONE = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_FAILED|ERR_INCOMPLETE_CHUNKED/;

/** @param {any} t @param {import("../lib/page.mjs").Look} [look] @param {Server} [at] */
async function desk(t, look = {}, at = server) {
  const page = await visit(t, browser, `${at.origin}/desk`, look);
  await page.waitForSelector("#bar .tab");
  return page;
}

/** Waits until the answer is that of the line. @param {Page} page @param {string} [text] */
async function answered(page, text) {
  if (text !== undefined) await page.waitForFunction((text) => /** @type {HTMLInputElement} */ (document.getElementById("line")).value === text, text);
  await page.waitForSelector("#below[aria-busy=false] .answer");
}

/** Waits until the ways out are those of the line, not of what was typed before. @param {Page} page */
async function offered(page) {
  await page.waitForSelector("#below[aria-busy=false]");
  await page.waitForSelector("#choices [role=option]");
}

/** Saves a line and gives its reference. @param {Page} page @param {string} text */
async function keptAs(page, text) {
  await page.keyboard.type(text);
  await answered(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  return page.getAttribute(".reference", "aria-label");
}

/** @param {Page} page */
const line = (page) => page.inputValue("#line");
/** @param {Page} page */
const total = (page) => page.textContent(".answer .total");
/** @param {Page} page */
const focus = (page) => page.evaluate(() => document.activeElement?.id ?? "");

test("a call from the first key to the saved quote, by keyboard alone, in at most twelve keys", async (t) => {
  const page = await desk(t);
  assert.equal(await focus(page), "line");
  const keys = [..."belly 10+", "Enter"];
  assert.ok(keys.length <= 12);
  for (const key of keys.slice(0, -1)) await page.keyboard.press(key === " " ? "Space" : key);
  await answered(page, "belly 10+");
  assert.match((await total(page)) ?? "", /AED\s12,367\.50 to 24,367\.50/);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const reference = (await page.getAttribute(".reference", "aria-label")) ?? "";
  assert.match(reference, /^[0-9A-Z]{3}-[0-9A-Z]{4}$/);
  const symbols = await page.locator(".symbol b").allTextContents();
  assert.equal(symbols.join(""), reference.replace("-", ""));
  const kept = await server.ask("GET", `/v1/quotes/${reference}`);
  assert.deepEqual(kept.body.estimate.total, { from: "12367.50", to: "24367.50" });
  assert.equal(kept.body.request.text, "belly 10+");

  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  assert.deepEqual([await line(page), await focus(page)], ["", "line"]);
  await page.keyboard.press("F6");
  assert.ok((await page.textContent(".recent"))?.includes(reference));
  await page.keyboard.press("Enter");
  await answered(page, "belly 10+");
});

test("every figure on the page is one that the API answers", async (t) => {
  const page = await desk(t);
  for (const text of ["belly 10+ + thighs 12 numbing", "hair 6", "lipo belly", "chin lipolysis 2 promo DESK"]) {
    await page.fill("#line", text);
    await answered(page, text);
    await page.keyboard.press("F7");
    await page.keyboard.press("Alt+t");
    const include = ["ladder", "comparison", "schedule", "facts", "plans"];
    const { body } = await server.ask("POST", "/v1/estimates", { text, language: "en", include });
    const known = new Set([...JSON.stringify(body).matchAll(/"-?([0-9]+(?:\.[0-9]+)?)"/g)].map((found) => plain(found[1] ?? "")));
    const shown = await page.locator(".answer .amount, .details .amount").allTextContents();
    assert.ok(shown.length > 5, text);
    for (const amount of shown) if (/\d/.test(amount)) assert.ok(known.has(plain(amount)), `${amount} of ${text}`);
    assert.equal(await page.textContent(".spoken blockquote"), body.spoken);
    const sources = [...JSON.stringify(body.low).matchAll(/"source":"([^"]+)"/g)].map((found) => found[1]);
    const page_sources = await page.locator(".source").allTextContents();
    for (const source of sources) assert.ok(page_sources.includes(source ?? ""), source);
    await page.keyboard.press("F7");
    await page.keyboard.press("Alt+t");
  }
});

/** An amount without what makes it easier to read. @param {string} text */
const plain = (text) => text.replace(/[^0-9.]/g, "").replace(/\.0+$/, "");

test("the page comes in the language that was chosen, and nothing moves when its script takes over", async (t) => {
  for (const [width, language] of /** @type {const} */ ([[360, "en"], [360, "ar"], [768, "ar"], [1040, "en"], [1440, "en"]])) {
    const page = await visit(t, browser, `${server.origin}/healthz`, { width, language });
    const release = await slow(page, "**/desk/desk.js");
    await page.goto(`${server.origin}/desk`, { waitUntil: "commit" });
    const place = () => page.evaluate(() => document.getElementById("line")?.getBoundingClientRect().toJSON());
    await page.waitForFunction(() => document.styleSheets.length > 0 && document.getElementById("brought"));
    const before = await place();
    assert.equal(await page.getAttribute("html", "dir"), language === "ar" ? "rtl" : "ltr");
    release();
    await page.waitForSelector("#bar .tab");
    assert.deepEqual(await place(), before, `${width} ${language}`);
    if (width === 360) continue;
    await page.keyboard.press("Alt+l");
    const other = language === "ar" ? "en" : "ar";
    await page.waitForSelector(`html[lang=${other}]`);
    await page.reload({ waitUntil: "commit" });
    await page.waitForSelector(`html[lang=${other}]`, { state: "attached" });
  }
});

test("keys that come before the desk listens: what they open opens, Enter saves unless more is typed, Escape loses nothing", async (t) => {
  const page = await visit(t, browser, `${server.origin}/healthz`);
  /** The keys pressed while the desk's words are on their way. @param {(() => Promise<unknown>)[]} steps */
  const early = async (...steps) => {
    const release = await slow(page, "**/desk/words/*.js");
    await page.goto(`${server.origin}/desk?${Math.random()}`);
    await page.waitForTimeout(300);
    for (const step of steps) await step();
    release();
    await page.waitForSelector("#bar .tab");
    await mended(page);
  };
  const press = (/** @type {string} */ key) => () => page.keyboard.press(key);
  const type = (/** @type {string} */ text) => () => page.keyboard.type(text);
  await early(press("F1"));
  await page.waitForSelector("[role=dialog]");
  await early(press("F9"));
  await page.waitForSelector(".in-force");
  await early(type("belly 10"), press("Escape"));
  await answered(page, "belly 10");
  await page.keyboard.press("Escape");
  await early(type("belly 10"), press("Enter"), type("+"));
  await answered(page, "belly 10+");
  assert.equal(await page.locator(".kept").count(), 0);
  await page.keyboard.press("Escape");
  await early(type("belly 11"), press("Enter"));
  await page.waitForSelector(".kept");
  assert.equal(await line(page), "belly 11");
});

test("Enter that is faster than the answer saves when it comes; more that is typed takes it back", async (t) => {
  const page = await desk(t);
  await page.keyboard.type("belly 10");
  await answered(page);
  let release = await slow(page, "**/v1/estimates");
  await page.keyboard.type("+");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  assert.equal(await page.locator(".kept").count(), 0);
  release();
  await page.waitForSelector(".kept");
  const reference = await page.getAttribute(".reference", "aria-label");
  const kept = await server.ask("GET", `/v1/quotes/${reference}`);
  assert.equal(kept.body.request.text, "belly 10+");
  await page.keyboard.press("Escape");
  await mended(page);

  await page.keyboard.type("hands glow 4");
  await answered(page, "hands glow 4");
  let saves = 0;
  await answerFor(page, "**/v1/quotes", (route) => { saves += 1; return route.continue(); });
  release = await slow(page, "**/v1/estimates");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  await page.keyboard.type(" ");
  release();
  await answered(page, "hands glow 5 ");
  // What is typed and taken away again was typed: it is looked at before it is saved.
  await page.waitForTimeout(300);
  assert.equal(saves, 0);
  assert.equal(await page.locator(".kept").count(), 0);
});

test("what can be read in several ways is chosen by arrows and Enter, which then saves", async (t) => {
  const page = await desk(t);
  await page.keyboard.type("belly");
  await offered(page);
  assert.equal(await page.getAttribute("#line", "aria-activedescendant"), "choice-0");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.textContent("[aria-selected=true] span"), "Liposuction, abdomen");
  await page.keyboard.press("Enter");
  await answered(page, "Liposuction abdomen");
  assert.equal(await page.locator(".kept").count(), 0);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
});

test("an unknown word offers the nearest and can be left out", async (t) => {
  const page = await desk(t);
  await page.keyboard.type("bel 10");
  await offered(page);
  await page.keyboard.press("Enter");
  await answered(page, "belly 10");
  await page.fill("#line", "belly xyzzy 10");
  await offered(page);
  await page.keyboard.press("Enter");
  await answered(page, "belly 10");
});

test("every refusal of pricing has a way out", async (t) => {
  const page = await desk(t);
  for (const [text, key, becomes] of [
    ["fat belly 30", "Enter", "fat belly 20"],
    ["lipo scalp", "Enter", "lipo abdomen"],
    ["belly 10 + belly 10", "Enter", "belly 10"],
    ["hair 6 numbing anaesthesia", "", ""],
  ]) {
    await page.fill("#line", text ?? "");
    if (!key) {
      await page.waitForSelector("#below[aria-busy=false]");
      continue;
    }
    await offered(page);
    await page.keyboard.press(key);
    await answered(page, becomes);
  }
});

test("chips are corrected by arrows: sessions stepped, another area taken, an extra left out", async (t) => {
  const page = await desk(t);
  await page.keyboard.type("belly 10 numbing");
  await answered(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await answered(page, "belly 11 numbing");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-kind")), "sessions");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Delete");
  await answered(page, "belly 11");
  assert.equal(await focus(page), "line");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  const words = await page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !(/** @type {HTMLInputElement} */ (document.getElementById("line")).value.includes("belly")));
  assert.ok(words);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("x");
  assert.equal(await focus(page), "line", "what is typed goes into the box");
});

test("everything that the line says can be clicked, and stands in the line", async (t) => {
  const page = await desk(t);
  const pick = (/** @type {string} */ name) => page.locator(".panel").getByRole("button", { name, exact: true }).click();
  await pick("Mesotherapy for fat reduction");
  await page.waitForSelector(".chip");
  await pick("abdomen");
  await answered(page, "fat abdomen");
  await pick("One session more");
  await answered(page, "fat abdomen 10");
  await pick("numbing cream");
  await answered(page, "fat abdomen 10 numbing cream");
  await page.fill("#promo", "DESK");
  await page.keyboard.press("Tab");
  await answered(page, "fat abdomen 10 numbing cream promo DESK");
  assert.ok((await page.textContent(".breakdown"))?.includes("goodwill at the desk"));
  await pick("numbing cream");
  await answered(page, "fat abdomen 10 promo DESK");
  await page.fill("#on", "2027-04-01");
  await page.waitForFunction(() => document.querySelector(".version")?.textContent?.includes("1 April 2027"));
  await page.fill("#panel-start", "2027-04-05");
  await page.waitForFunction(() => /April|May/.test(document.querySelector(".visits")?.textContent ?? ""));
});

test("an older answer never stands over a newer one, and Enter saves only what is asked", async (t) => {
  const page = await desk(t);
  await page.fill("#line", "belly 10");
  await answered(page);
  const release = await slow(page, "**/v1/estimates");
  await page.keyboard.type("+");
  await page.waitForSelector("#below[aria-busy=true] .answer");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".kept").count(), 0);
  await page.fill("#line", "belly 12");
  release();
  await answered(page, "belly 12");
  assert.match((await total(page)) ?? "", /^\s*AED\s14,767\.50\s*$/);
});

test("a line that was priced before is shown at once, and what the server says then counts", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, {}, own);
  for (const text of ["belly 10", "hair 6"]) {
    await page.fill("#line", text);
    await answered(page, text);
  }
  const release = await slow(page, "**/v1/estimates");
  await page.fill("#line", "belly 10");
  await answered(page, "belly 10");
  assert.match((await total(page)) ?? "", /12,367\.50/);
  change(own, "1250");
  await own.ask("POST", "/v1/price-lists/reload", {});
  release();
  await page.waitForFunction(() => document.querySelector(".answer .total")?.textContent?.includes("12,867.50"));
  // Nobody was told the price of before: nothing has moved under anybody.
  assert.equal(await page.locator(".moved").count(), 0);
  await mended(page);
  await slow(page, "**/v1/estimates");
  await page.fill("#line", "hair 6");
  await page.waitForSelector(".answer.stale");
});

/** Puts another price for ten sessions on the abdomen on disk, without the clinic's own checks, which would refuse it.
 *  @param {Server} at @param {string} price */
function change(at, price) {
  const file = path.join(at.prices, "prices.csv");
  const before = readFileSync(file, "utf8");
  const after = before.replace(/^(mesotherapy-fat-reduction,abdomen,session,10),1200,/m, `$1,${price},`);
  assert.notEqual(before, after);
  writeFileSync(file, after);
  writeFileSync(path.join(at.prices, "expected.csv"), "treatment,area,sessions,on,promo_code,total,total_to\n");
}

test("nothing typed is lost by a reload or a server that restarts", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, { allow: [GONE] }, own);
  await page.keyboard.type("belly 10");
  await answered(page);
  await page.keyboard.press("F4");
  await page.keyboard.type("Fatima");
  await page.reload();
  await answered(page, "belly 10");
  assert.equal(await page.inputValue("#caller-name"), "Fatima");

  await own.stop();
  await page.locator("#line").press("End");
  await page.keyboard.type("+");
  await page.waitForSelector(".down");
  await page.keyboard.press("Enter");
  assert.equal(await line(page), "belly 10+");
  await axeFindsNothing(page, "server down");
  await own.again();
  await answered(page, "belly 10+");
  await page.waitForSelector(".down", { state: "detached" });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const found = await own.ask("POST", "/v1/quotes/search", { name: "Fatima" });
  assert.equal(found.body.quotes.length, 1);
});

test("a quote whose answer got lost is saved once", async (t) => {
  const page = await desk(t, { allow: [GONE] });
  await page.keyboard.type("hands glow 4");
  await answered(page);
  await page.keyboard.press("F4");
  await page.keyboard.type("Once Only");
  let times = 0;
  await answerFor(page, "**/v1/quotes", async (route) => {
    times += 1;
    if (times > 1) return route.continue();
    await route.fetch();
    return route.abort("connectionreset");
  });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  assert.equal(times, 2);
  const found = await server.ask("POST", "/v1/quotes/search", { name: "Once Only" });
  assert.deepEqual(found.body.quotes.map((/** @type {any} */ quote) => quote.reference), [await page.getAttribute(".reference", "aria-label")]);
});

test("what was to be saved when the server went down is saved once it answers, also after a reload and for the next caller", async (t) => {
  const page = await desk(t, { allow: [GONE] });
  const save = async (/** @type {string} */ name) => {
    await page.keyboard.type("hands glow 4");
    await answered(page);
    await page.keyboard.press("F4");
    await page.keyboard.type(name);
    await down(page, "**/v1/quotes");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".down");
  };
  const kept = async (/** @type {string} */ name) => (await server.ask("POST", "/v1/quotes/search", { name })).body.quotes;
  await save("Waited Reloaded");
  await page.reload();
  await answered(page, "hands glow 4");
  assert.equal((await kept("Waited Reloaded")).length, 0);
  await mended(page);
  await page.waitForSelector(".kept");
  const reference = await page.getAttribute(".reference", "aria-label");
  assert.deepEqual((await kept("Waited Reloaded")).map((/** @type {any} */ quote) => quote.reference), [reference]);

  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await save("Waited Gone");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  assert.equal(await line(page), "");
  await page.reload();
  await mended(page);
  await page.waitForFunction(() => !JSON.parse(sessionStorage.getItem("mesoquote.outbox") ?? "[]").length);
  const [quote] = await kept("Waited Gone");
  await page.keyboard.press("F6");
  assert.ok((await page.textContent(".recent"))?.includes(quote.reference));
});

test("what is changed after it was saved is another quote, or takes its place by one key", async (t) => {
  const page = await desk(t);
  const first = await keptAs(page, "hands glow 4");
  await page.keyboard.type(" + arms 6");
  await answered(page);
  assert.match((await page.textContent(".revising")) ?? "", new RegExp(`${first} stays as it was saved`));
  await axeFindsNothing(page, "changed after it was saved");
  await page.keyboard.press("Alt+r");
  assert.match((await page.textContent(".revising")) ?? "", new RegExp(`takes the place of ${first}`));
  await page.reload();
  await page.waitForSelector(".revising");
  await answered(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const second = await page.getAttribute(".reference", "aria-label");
  const { body } = await server.ask("GET", `/v1/quotes/${first}`);
  assert.deepEqual([body.state, body.superseded_by], ["superseded", second]);

  await page.keyboard.type(" + belly 10");
  await answered(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction((second) => document.querySelector(".reference")?.getAttribute("aria-label") !== second, second);
  assert.equal((await server.ask("GET", `/v1/quotes/${second}`)).body.state, "open");
});

test("a number or an address that can't be right is refused in the desk's language, and its field has the cursor", async (t) => {
  for (const [language, told] of /** @type {const} */ ([["en", /at least five digits/], ["ar", /خمسة أرقام/]])) {
    const page = await desk(t, { language, allow: [/422/] });
    await page.keyboard.type("hands glow 4");
    await answered(page);
    await page.keyboard.press("F4");
    await page.keyboard.press("Tab");
    await page.keyboard.type("050");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#phone-wrong");
    assert.match((await page.textContent("#phone-wrong")) ?? "", told);
    assert.deepEqual([await focus(page), await page.getAttribute("#caller-phone", "aria-invalid")], ["caller-phone", "true"]);
    await axeFindsNothing(page, "number refused");
    await page.keyboard.press("End");
    await page.keyboard.type("1234567");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".kept");
  }
});

test("a reference, a number or a name in the box is looked for among saved quotes", async (t) => {
  const page = await desk(t);
  const { body } = await server.ask("POST", "/v1/quotes", { request: { text: "belly 10" }, patient: { name: "Zarqa Boxfound", phone: "0567778899" } });
  const spelled = [...body.reference.replace("-", "").toLowerCase()].join(" ");
  for (const text of [body.reference, spelled, "056 777 8899", "zarqa"]) {
    await page.fill("#line", text);
    await offered(page);
    assert.match((await page.locator("#choices .choice").first().textContent()) ?? "", /Look for .* among saved quotes/, text);
    await page.keyboard.press("Enter");
    if (/^(0|zarqa)/.test(text)) await page.locator(`.rows [data-reference="${body.reference}"]`).click();
    await page.waitForSelector(".quote");
    await page.waitForSelector(`#quote-title[aria-label="${body.reference}"]`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#line:focus");
    assert.equal(await line(page), "");
  }
});

test("of several items a suggestion says which it is of; a table shows the rows that are chosen", async (t) => {
  const page = await desk(t, { height: 700 });
  await page.keyboard.type("thighs fat 18 + belly fat");
  await answered(page);
  assert.match((await page.textContent(".suggestion")) ?? "", /abdomen: 18 sessions/);
  await page.keyboard.press("Alt+t");
  const isSeen = () => page.evaluate(() => [...document.querySelectorAll(".costs .table-room")].map((room) => {
    const [row, box] = [room.querySelector(".chosen")?.getBoundingClientRect(), room.getBoundingClientRect()];
    return row !== undefined && row.top >= box.top && row.bottom <= box.bottom;
  }));
  assert.deepEqual(await isSeen(), [true, true]);
});

test("an extra of a range is counted at both ends, in both languages", async (t) => {
  for (const [language, text, said] of /** @type {const} */ ([["en", "belly 10+ numbing", "numbing cream × 10 to 20"], ["ar", "بطن 10+ كريم التخدير الموضعي", "× من 10 إلى 20"]])) {
    const page = await desk(t, { language });
    await page.keyboard.type(text);
    await answered(page);
    const row = (await page.locator(".breakdown .extra th").last().textContent()) ?? "";
    assert.ok(row.replace(/[\u2066-\u2069]/g, "").includes(said), row);
  }
});

test("in Arabic too the decimals of amounts stand below each other, and below their headings", async (t) => {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    const page = await desk(t, { language });
    await page.keyboard.type("belly 10+ + thighs 12 numbing");
    await answered(page);
    for (const column of [2, 3]) {
      const ends = await page.locator(`.breakdown tr > :nth-child(${column})`).evaluateAll((cells) => cells.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return Math.round(range.getBoundingClientRect().right);
      }));
      assert.equal(new Set(ends).size, 1, `${language}, column ${column}: ${ends}`);
    }
  }
});

test("prices that change under a quote are told, with what moved", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, {}, own);
  await page.keyboard.type("belly 10");
  await answered(page);
  change(own, "1250");
  await own.ask("POST", "/v1/price-lists/reload", {});
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await page.waitForSelector(".moved");
  const moves = (await page.textContent(".moves")) ?? "";
  for (const amount of ["12,367.50", "12,867.50", "12,000.00", "12,500.00"]) assert.ok(moves.includes(amount), `${amount}: ${moves}`);
  assert.equal(await line(page), "belly 10");
});

test("prices that changed since they were told are told before anything is saved", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, {}, own);
  await page.keyboard.type("belly 10");
  await answered(page);
  change(own, "1250");
  await own.ask("POST", "/v1/price-lists/reload", {});
  let saves = 0;
  await answerFor(page, "**/v1/quotes", (route) => { saves += 1; return route.continue(); });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".moved");
  await page.waitForFunction(() => document.querySelector(".answer .total")?.textContent?.includes("12,867.50"));
  assert.equal(saves, 0);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  assert.equal(saves, 1);
  const kept = await own.ask("GET", `/v1/quotes/${await page.getAttribute(".reference", "aria-label")}`);
  assert.equal(kept.body.estimate.total.to, "12867.50");
});

test("a quote that is saved at prices newer than those on the screen is read aloud and copied as it was saved", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, {}, own);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.type("belly 10");
  await answered(page);
  // In the moment between the desk's last look and the saving.
  await answerFor(page, "**/v1/quotes", async (route) => {
    change(own, "1250");
    await own.ask("POST", "/v1/price-lists/reload", {});
    await route.continue();
  });
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  await page.waitForSelector(".moved");
  const kept = await own.ask("GET", `/v1/quotes/${await page.getAttribute(".reference", "aria-label")}`);
  assert.match(kept.body.estimate.spoken, /twelve thousand eight hundred and sixty-seven/);
  assert.equal(await page.textContent(".spoken blockquote"), kept.body.estimate.spoken);
  await page.keyboard.press("Alt+c");
  await page.waitForFunction(() => document.getElementById("said")?.textContent === "Copied.");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), kept.body.estimate.spoken);
});

test("in Arabic the desk reads from right to left, and one key switches the caller's language", async (t) => {
  const page = await desk(t, { language: "ar" });
  assert.equal(await page.getAttribute("html", "dir"), "rtl");
  await page.keyboard.type("بطن 10");
  await answered(page);
  assert.equal(await page.getAttribute(".spoken blockquote", "dir"), "rtl");
  assert.match((await page.textContent(".spoken blockquote")) ?? "", /^ميزوثيرابي/);
  await page.keyboard.press("F2");
  await page.waitForSelector(".spoken blockquote[lang=en]");
  assert.match((await page.textContent(".spoken blockquote")) ?? "", /^Mesotherapy/);
  assert.match((await page.textContent(".breakdown")) ?? "", /استشارة/);
  // Both callers are told the same, the comparison too.
  assert.match((await page.textContent(".spoken blockquote")) ?? "", /[Ll]iposuction/);
  await page.keyboard.press("F2");
  await page.waitForSelector(".spoken blockquote[lang=ar]");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  assert.match((await page.textContent(".symbol span")) ?? "", /[\u0600-\u06ff]/);
  await axeFindsNothing(page, "saved, in Arabic");
});

test("whoever has no key is asked for one, and goes on from there", async (t) => {
  const own = await Server.start({ keys: ["Front desk 1"] });
  t.after(() => own.end());
  const page = await desk(t, { allow: [/status of 401/] }, own);
  await page.waitForSelector("#staff-key");
  await axeFindsNothing(page, "login");
  await page.fill("#staff-key", "wrong");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("key-wrong")?.textContent?.trim());
  await page.fill("#staff-key", own.keys["Front desk 1"] ?? "");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#staff-key", { state: "detached" });
  await page.locator("#line").focus();
  await page.keyboard.type("belly 10");
  await answered(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const made = await own.ask("GET", `/v1/quotes/${await page.getAttribute(".reference", "aria-label")}`, undefined, { authorization: `Bearer ${own.keys["Front desk 1"]}` });
  assert.equal(made.body.created_by, "Front desk 1");
});

test("whoever's session ends is told at once, keeps what was typed, and leaves nothing on the screen", async (t) => {
  const own = await Server.start({ keys: ["Front desk 1", "Front desk 2"] });
  t.after(() => own.end());
  const page = await desk(t, { allow: [/status of 40[13]/] }, own);
  const enter = async (/** @type {string} */ key) => {
    await page.waitForSelector("#staff-key:focus");
    await page.keyboard.type(key);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#staff-key", { state: "detached" });
  };
  await enter(own.keys["Front desk 1"] ?? "");
  await page.waitForSelector("#line:focus");
  await page.keyboard.type("belly 10");
  await answered(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  own.run("keys", "revoke", "Front desk 1", "--database", "sqlite:quotes.db");
  await page.keyboard.type(" numbing");
  await page.waitForSelector("#staff-key");
  assert.equal(await line(page), "belly 10 numbing");
  await page.keyboard.press("Enter");
  assert.deepEqual(await page.locator(".answer, .chip, .popup").count(), 0);
  await enter(own.keys["Front desk 2"] ?? "");
  await answered(page, "belly 10 numbing");

  await page.keyboard.press("F8");
  await page.waitForSelector(".rows .row");
  own.run("keys", "revoke", "Front desk 2", "--database", "sqlite:quotes.db");
  own.run("keys", "add", "Front desk 3", "--database", "sqlite:quotes.db");
  await page.locator(".rows .row").first().click();
  await page.waitForSelector("#staff-key");
  assert.equal(await page.isVisible(".rows"), false);
});

test("what was to be saved when a session ended is saved by whoever comes in; who leaves leaves nothing behind, in any tab", async (t) => {
  const own = await Server.start({ keys: ["Front desk 1", "Front desk 2"] });
  t.after(() => own.end());
  const page = await desk(t, { allow: [/status of 40[13]/] }, own);
  const enter = async (/** @type {string} */ name) => {
    await page.fill("#staff-key", own.keys[name] ?? "");
    await page.locator("#staff-key").press("Enter");
    await page.waitForSelector("#staff-key", { state: "detached" });
  };
  await enter("Front desk 1");
  await page.locator("#line").fill("belly 10");
  await answered(page);
  await page.keyboard.press("F4");
  await page.keyboard.type("Zubaida Left");
  own.run("keys", "revoke", "Front desk 1", "--database", "sqlite:quotes.db");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#staff-key");
  await enter("Front desk 2");
  await answered(page, "belly 10");
  await page.waitForSelector(".kept");
  const staff = { authorization: `Bearer ${own.keys["Front desk 2"]}` };
  const found = await own.ask("POST", "/v1/quotes/search", { name: "Zubaida" }, staff);
  assert.equal(found.body.quotes.length, 1);

  const other = await page.context().newPage();
  await other.goto(`${own.origin}/desk`);
  await other.waitForSelector("#bar .tab");
  await other.keyboard.press("F8");
  await other.waitForSelector(".rows .row");
  assert.match((await other.textContent("#view")) ?? "", /Zubaida/);
  await page.getByRole("button", { name: "Leave" }).click();
  for (const tab of [page, other]) {
    await tab.waitForSelector("#staff-key");
    const left = await tab.evaluate(() => document.documentElement.outerHTML + JSON.stringify(sessionStorage) + JSON.stringify(localStorage));
    assert.doesNotMatch(left, /Zubaida|belly 10"/);
  }
});

test("a line that is typed while the server is down is saved by Enter once it is back, and stays among the last callers after Escape", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, { allow: [GONE] }, own);
  await own.stop();
  await page.keyboard.type("thighs 6");
  await page.waitForSelector(".down");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F6");
  assert.match((await page.textContent(".recent")) ?? "", /thighs 6.*not saved/s);
  await page.keyboard.press("Escape");
  await page.keyboard.type("hips 6");
  await page.keyboard.press("Enter");
  await page.getByText("is saved as soon as it does").waitFor();
  await own.again();
  await page.waitForSelector(".kept");
  const found = await own.ask("POST", "/v1/quotes/search", {});
  assert.equal(found.body.quotes.length, 1);
});

test("what was to replace a quote that was accepted meanwhile is saved as a quote of its own", async (t) => {
  const page = await desk(t, { allow: [/409/] });
  const first = await keptAs(page, "hands glow 4");
  await page.keyboard.type(" + arms 6");
  await answered(page);
  await page.keyboard.press("Alt+r");
  await server.ask("POST", `/v1/quotes/${first}/accept`, {});
  await page.keyboard.press("Enter");
  await page.getByText("it is then a quote of its own").waitFor();
  assert.equal(await page.locator(".revising").count(), 0);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const second = await page.getAttribute(".reference", "aria-label");
  assert.equal((await server.ask("GET", `/v1/quotes/${second}`)).body.revises, null);
});

test("a clinic that comes beside the one that was served alone changes nothing for an open desk", async (t) => {
  const own = await Server.start();
  t.after(() => own.end());
  const page = await desk(t, {}, own);
  await page.keyboard.type("belly 10");
  await answered(page);
  await answerFor(page, "**/v1/estimates", async (route) => {
    const asked = route.request().postDataJSON();
    if (asked.clinic) return route.continue();
    const body = { status: 422, code: "clinic_needed", title: "Clinic needed", detail: "Several clinics are served: name one.", errors: [{ pointer: "/clinic", code: "clinic_needed", detail: "…" }] };
    return route.fulfill({ status: 200, contentType: "application/problem+json", body: JSON.stringify(body) });
  });
  await answerFor(page, "**/v1/clinics", (route) => route.fulfill({ json: { clinics: [{ clinic: "marina", name: "Marina" }, { clinic: "pricing", name: "Sample" }] } }));
  await page.keyboard.type(" numbing");
  await answered(page, "belly 10 numbing");
  assert.equal(await page.inputValue("select.clinic"), "pricing");
});

test("a code that is saved from the fields of the caller is on the screen, with the cursor in the box", async (t) => {
  for (const [width, height] of /** @type {const} */ ([[1366, 650], [360, 780]])) {
    const page = await desk(t, { width, height });
    await page.keyboard.type("belly 10 + thighs 12 + hips 8");
    await answered(page);
    await page.keyboard.press("F4");
    await page.keyboard.type("Scrolled Down");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".kept");
    await page.waitForFunction(() => {
      const { top = -1, bottom = Infinity } = document.querySelector(".reference")?.getBoundingClientRect() ?? {};
      return top >= 0 && bottom <= innerHeight;
    });
    assert.equal(await focus(page), "line");
  }
});

test("axe finds nothing and nothing is wider than the window, in any state, by day and by night", async (t) => {
  for (const [width, scheme] of /** @type {const} */ ([[360, "light"], [768, "dark"], [1440, "light"], [1440, "dark"]])) {
    const page = await desk(t, { width, scheme });
    const state = async (/** @type {string} */ name) => {
      await axeFindsNothing(page, `${name} ${width} ${scheme}`);
      await fitsTheWidth(page);
    };
    await state("empty");
    await page.keyboard.type("belly");
    await offered(page);
    await state("ambiguous");
    await page.fill("#line", "belly 10 + thighs 10+ numbing");
    await answered(page);
    await page.keyboard.press("F7");
    await page.keyboard.press("F4");
    await state("priced");
    await page.keyboard.press("F3");
    await page.keyboard.press("Alt+t");
    await state("panel and table");
    await page.locator("#line").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await state("menu of a chip");
    await page.keyboard.press("Escape");
    await page.fill("#line", "belly 10 + thighs 10+ numbing qqq");
    await page.waitForSelector(".popup");
    await state("unknown word over the last answer");
    await page.fill("#line", "");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.waitForSelector("[role=dialog]");
    await state("help");
    await page.keyboard.press("Escape");
    await page.keyboard.press("F6");
    await state("last callers");
    await page.keyboard.press("Escape");
    assert.equal(await focus(page), "line");
  }
});

test("nothing moves while a line is typed", async (t) => {
  const page = await desk(t);
  const places = () => page.evaluate(() => [".sum-up", ".spoken", ".details"].map((name) => document.querySelector(name)?.getBoundingClientRect().top));
  await page.keyboard.type("belly 10");
  await answered(page);
  const before = await places();
  for (const key of ["+", "Backspace", " ", "t", "h", "i", "g", "h", "s"]) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForSelector("#below[aria-busy=false]");
    assert.deepEqual((await places()).slice(0, 2), before.slice(0, 2), `after ${key}`);
  }
});

test("a server that refuses to answer for a while is told and asked again", async (t) => {
  const page = await desk(t, { allow: [GONE] });
  await down(page);
  await page.keyboard.type("hair 6");
  await page.waitForSelector(".down");
  await mended(page);
  await answered(page, "hair 6");
  assert.equal(await page.locator(".down").count(), 0);
});

test("the first load is eight requests and eighty kilobytes at the most", async (t) => {
  const page = await visit(t, browser, `${server.origin}/healthz`, {});
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  /** @type {string[]} */
  const asked = [];
  let bytes = 0;
  client.on("Network.requestWillBeSent", (event) => asked.push(event.request.url));
  client.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(`${server.origin}/desk`, { waitUntil: "networkidle" });
  await page.waitForSelector("#bar .tab");
  const own = asked.filter((url) => url.startsWith("http"));
  assert.ok(own.length <= 8, own.join("\n"));
  assert.ok(bytes <= 80_000, `${bytes} bytes`);
});

test("every key stands in the help, and every word in both languages", async (t) => {
  const page = await desk(t);
  await page.keyboard.press("F1");
  const help = (await page.textContent("[role=dialog]")) ?? "";
  for (const key of ["Enter", "Esc", "F2", "F3", "F4", "F6", "F7", "F8", "F9", "Alt"]) assert.ok(help.includes(key), key);
  assert.ok(!/does_|undefined/.test(help));
  const [en, ar] = await Promise.all(["en", "ar"].map((tag) => import(`../../../web/desk/words/${tag}.js`)));
  assert.deepEqual(Object.keys(ar.default), Object.keys(en.default));
});
