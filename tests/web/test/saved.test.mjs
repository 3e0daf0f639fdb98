// Saved quotes, as the front desk meets a caller who rings back.

import assert from "node:assert/strict";
import { test } from "node:test";

import { down, mended, slow } from "../lib/faults.mjs";
import { axeFindsNothing, fitsTheWidth, visit } from "../lib/page.mjs";
import { browser, server } from "../lib/shared.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** What the browser notes of an answer that the test brings about. @param {number} status */
const noted = (status) => new RegExp(`status of ${status}`);
const GONE = /ERR_CONNECTION_REFUSED|ERR_FAILED/;

const FATIMA = { patient: { name: "Fatima Al Mansouri", phone: "+971 50 123 4567", email: "fatima@example.com" }, note: "Calls back on Thursday" };

/** @param {any} t @param {import("../lib/page.mjs").Look} [look] */
async function saved(t, look = {}) {
  const page = await visit(t, browser, `${server.origin}/desk`, look);
  await page.waitForSelector("#bar .tab");
  await page.keyboard.press("F8");
  await page.waitForSelector(".found .rows, .found .none");
  return page;
}

/** @param {Page} page @param {string} text */
async function find(page, text) {
  await page.fill("#find", text);
  await page.keyboard.press("Enter");
}

/** @param {Page} page @param {string} reference */
const opened = (page, reference) => page.waitForSelector(`#quote-title[aria-label="${reference}"]`);

/** @param {Page} page @param {string} name */
const press = (page, name) => page.locator(".doing > .buttons").getByRole("button", { name }).click();

test("a quote is found by its reference as it is said, by number and by name, by keyboard alone", async (t) => {
  const quote = await server.quote("belly 10", FATIMA);
  const page = await saved(t, { allow: [noted(422)] });
  await page.waitForFunction(() => document.activeElement?.id === "find");
  const { spelled } = await import("../../../web/desk/spell.js");
  const said = spelled(quote.reference, "en").flat().map(({ word }) => word).join(" ");
  for (const text of [quote.reference.toLowerCase().replace("-", " "), said]) {
    await find(page, text);
    await opened(page, quote.reference);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".nothing-open");
    await page.focus("#find");
  }
  for (const text of ["050 1234567", "mansouri"]) {
    await find(page, text);
    await page.waitForSelector(`.row[data-reference="${quote.reference}"]`);
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement?.classList.contains("row"));
    await page.keyboard.press("Enter");
    await opened(page, quote.reference);
    await page.keyboard.press("Escape");
    await page.focus("#find");
  }
  await find(page, "nobody at all");
  await page.waitForSelector(".found .none");
});

test("that a patient may be contacted stands with the quote and in the list, until it is erased", async (t) => {
  const asks = await server.quote("hair 6", { patient: { name: "Noor Consents", phone: "050 765 4321", follow_up: true } });
  await server.quote("hair 6", { patient: { name: "Noor Silent", phone: "050 765 4322" } });
  const page = await saved(t);
  await find(page, "noor");
  await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 2);
  const tags = await page.locator(".row .who .tag").allTextContents();
  assert.deepEqual(tags, ["may be contacted"]);
  await find(page, asks.reference);
  await opened(page, asks.reference);
  assert.ok((await page.textContent(".person"))?.includes("may be contacted"));
  await axeFindsNothing(page);
  await press(page, "Erase personal data …");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".notice.done");
  assert.ok(!(await page.textContent(".quote"))?.includes("may be contacted"));
});

test("a reference that can't be right is told so, one that is not there too", async (t) => {
  const { reference } = await server.quote("belly 10");
  const page = await saved(t, { allow: [noted(422), noted(404)] });
  const last = reference.at(-1) === "0" ? "1" : "0";
  await find(page, `${reference.slice(0, -1)}${last}`);
  assert.match((await page.textContent(".nothing-open [role=alert]")) ?? "", /can't be a reference/);
  assert.equal(await page.inputValue("#find"), `${reference.slice(0, -1)}${last}`);
  await axeFindsNothing(page);
});

test("what is found and what is open are answers to the same question", async (t) => {
  const { reference } = await server.quote("belly 10", { patient: { name: "Layla Haddad" } });
  const page = await saved(t, { allow: [noted(422)] });
  await find(page, "K7Q-4MXS");
  await page.waitForSelector(".nothing-open .trouble");
  await find(page, "layla");
  await page.waitForSelector(".rows .row");
  assert.equal(await page.locator(".nothing-open .trouble").count(), 0);
  await find(page, "nobody of this name");
  await page.waitForSelector(".found .none");
  await find(page, reference);
  await opened(page, reference);
  assert.equal(await page.locator(".found .none").count(), 0);
});

test("what is typed while the screen opens stands in its field", async (t) => {
  const page = await visit(t, browser, `${server.origin}/desk`, {});
  await page.waitForSelector("#bar .tab");
  const release = await slow(page, "**/desk/saved.js");
  await page.keyboard.press("F8");
  await page.keyboard.type("laylx");
  await page.keyboard.press("Backspace");
  release();
  await page.waitForFunction(() => document.activeElement?.id === "find");
  await page.keyboard.type("a h");
  assert.equal(await page.inputValue("#find"), "layla h");
});

test("every figure on a quote's page is one that was kept", async (t) => {
  const quote = await server.quote("belly 10+ numbing", { request: { include: ["ladder", "schedule", "plans"] } });
  const page = await saved(t);
  await find(page, quote.reference);
  await opened(page, quote.reference);
  const known = JSON.stringify(quote.estimate);
  const shown = await page.locator(".quote .amount").allTextContents();
  assert.ok(shown.length > 8);
  for (const text of shown.flatMap((text) => text.replace(/AED/g, "").split(/\s+/)).filter(Boolean)) {
    const plain = text.replaceAll(",", "").replace("\u2212", "-");
    assert.ok(known.includes(`"${plain}"`) || known.includes(`"${plain}.00"`), text);
  }
});

test("a quote of another language than the desk's reads in order, its names set apart and marked", async (t) => {
  const quote = await server.quote("بطن 10+ + فخذ 12 كريم التخدير الموضعي", { request: { language: "ar", include: ["schedule", "plans"] } });
  const page = await saved(t);
  await find(page, quote.reference);
  await opened(page, quote.reference);
  const [item] = quote.estimate.items;
  const course = page.locator("section:has(> #figures-title) > p").first();
  assert.equal(await course.textContent(), `${item.treatment_name}, ${item.area_name}: 10 or more sessions, up to 20`);
  // In an English sentence the treatment stands before the area.
  const places = await course.locator("bdi[lang=ar]").evaluateAll((names) => names.map((name) => name.getBoundingClientRect().left));
  assert.equal(places.length, 2);
  assert.ok(Number(places[0]) < Number(places[1]), String(places));
  const names = new Set(await page.locator(".breakdown bdi[lang=ar]").allTextContents());
  for (const line of quote.estimate.low.lines) if ("name" in line) assert.ok(names.has(line.name), line.name);
  assert.ok(!(await page.textContent(".quote"))?.includes("[object"));
  await axeFindsNothing(page, "Arabic on an English desk");
});

test("a definite price is accepted as it is, and the list says so", async (t) => {
  const quote = await server.quote("belly 10");
  const page = await saved(t);
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await press(page, "Accept …");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".standing .tag.good");
  assert.equal((await server.ask("GET", `/v1/quotes/${quote.reference}`)).body.state, "accepted");
  assert.match((await page.textContent(`.row[data-reference="${quote.reference}"] .tag`)) ?? "", /accepted/);
  assert.equal(await page.locator(".doing").getByRole("button", { name: "Decline" }).count(), 0);
  await axeFindsNothing(page, "accepted");
});

test("a range asks for what was agreed on, and keeps what was typed when it is refused", async (t) => {
  const quote = await server.quote("lipo belly");
  const page = await saved(t, { allow: [noted(422)] });
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await press(page, "Accept …");
  await page.keyboard.type("1,000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quote [role=alert]");
  assert.equal(await page.inputValue("[name=agreed_total]"), "1,000");
  assert.equal(await page.getAttribute("[name=agreed_total]", "aria-invalid"), "true");
  await axeFindsNothing(page, "refused");
  await page.fill("[name=agreed_total]", "30,000");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".standing .tag.good");
  assert.equal((await server.ask("GET", `/v1/quotes/${quote.reference}`)).body.agreed_total, "30000.00");
  assert.match((await page.textContent(".big-total")) ?? "", /30,000/);
});

test("of two who do something at once the second is told, and sees what the quote is now", async (t) => {
  const quote = await server.quote("belly 10");
  const page = await saved(t, { allow: [noted(409)] });
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await server.ask("POST", `/v1/quotes/${quote.reference}/decline`, {});
  await press(page, "Withdraw …");
  await page.keyboard.press("Enter");
  assert.match((await page.textContent(".quote [role=alert]")) ?? "", /declined/);
  assert.match((await page.textContent(".standing .tag")) ?? "", /declined/);
});

test("nothing is lost while the server is down", async (t) => {
  const quote = await server.quote("lipo belly");
  const page = await saved(t, { allow: [GONE] });
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await press(page, "Accept …");
  await page.keyboard.type("31000");
  await down(page);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".quote [role=alert]");
  assert.equal(await page.inputValue("[name=agreed_total]"), "31000");
  await axeFindsNothing(page, "down");
  await mended(page);
  await page.focus("[name=agreed_total]");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".standing .tag.good");
});

test("it is priced again, and its personal data erased, each at one's wish", async (t) => {
  const quote = await server.quote("belly 10", FATIMA);
  const page = await saved(t);
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await press(page, "Verify");
  assert.match((await page.textContent(".good-notice")) ?? "", /every figure is the same/);
  await press(page, "Erase personal data …");
  assert.equal((await server.ask("GET", `/v1/quotes/${quote.reference}`)).body.patient.name, FATIMA.patient.name, "not before it is said again");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.waitForSelector(".done");
  assert.ok(!(await page.textContent(".quote"))?.includes("Mansouri"));
  assert.equal((await server.ask("GET", `/v1/quotes/${quote.reference}`)).body.patient.name, null);
});

test("a quote is sent to the patient by what the desk has at hand", async (t) => {
  const quote = await server.quote("belly 10", FATIMA);
  const page = await saved(t);
  await find(page, quote.reference);
  await opened(page, quote.reference);
  // The text of the server's, in the patient's language.
  await page.waitForFunction(() => (document.querySelector(".message")?.textContent ?? "").includes("12,367.50"));
  const whatsApp = new URL((await page.getByRole("link", { name: "WhatsApp" }).getAttribute("href")) ?? "");
  assert.equal(`${whatsApp.host}${whatsApp.pathname}`, "wa.me/971501234567");
  assert.ok(whatsApp.searchParams.get("text")?.includes(quote.link));
  const mail = (await page.getByRole("link", { name: "E-mail" }).getAttribute("href")) ?? "";
  assert.match(mail, /^mailto:fatima@example\.com\?subject=/);
  assert.ok(decodeURIComponent(mail).includes(quote.link));
  assert.equal(await page.getByRole("link", { name: "Calendar file" }).getAttribute("href"), `${quote.link}.ics`);
});

test("a revision begins with what was asked for", async (t) => {
  const quote = await server.quote("belly 10");
  // A word that is not finished is refused.
  const page = await saved(t, { allow: [noted(422)] });
  await find(page, quote.reference);
  await opened(page, quote.reference);
  await press(page, "Revise");
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.getElementById("line")).value === "belly 10");
  assert.ok((await page.textContent(".revising"))?.includes(quote.reference));
  await page.keyboard.type(" numbing");
  await page.waitForSelector("#below[aria-busy=false] .answer");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const { body: old } = await server.ask("GET", `/v1/quotes/${quote.reference}`);
  assert.equal(old.state, "superseded");
  const { body: made } = await server.ask("GET", `/v1/quotes/${old.superseded_by}`);
  assert.deepEqual([made.revises, made.request.text], [quote.reference, "belly 10 numbing"]);
  assert.equal(await page.locator(".revising").count(), 0);
});

for (const [language, width, scheme] of /** @type {const} */ ([["en", 320, "light"], ["ar", 360, "dark"], ["ar", 1440, "light"], ["en", 768, "dark"]])) {
  test(`the screen in ${language} at ${width} pixels, ${scheme}`, async (t) => {
    const quote = await server.quote("lipo belly", FATIMA);
    const page = await saved(t, { language, width, scheme });
    await axeFindsNothing(page, "list");
    await fitsTheWidth(page);
    await find(page, quote.reference);
    await opened(page, quote.reference);
    await axeFindsNothing(page, "quote");
    await fitsTheWidth(page);
  });
}
