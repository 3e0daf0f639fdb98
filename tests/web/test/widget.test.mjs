// The widget on other people's pages: it prices, stays within its frame, and lives through what pages and networks do.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { down, mended, slow, unavailable } from "../lib/faults.mjs";
import { axeFindsNothing, fitsTheWidth, newPage, openBrowser } from "../lib/page.mjs";
import { repository, Server } from "../lib/server.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** What the widget may weigh, all in, as it is transferred. */
const BYTES_MAX = 15_000;
/** As strict as a page can be that lets the widget in: no style of anybody, no image, no frame. */
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; trusted-types mesoquote; require-trusted-types-for 'script'";
/** What the guide tells a page to write in its own styles. */
const SPACE = "mesoquote-estimate { display: block; min-block-size: 56rem }";
const FAT = 'treatment="mesotherapy-fat-reduction" area="abdomen"';

/** A page that remembers what it is told. */
const TOLD = "<script>globalThis.told = []; for (const type of ['mesoquote-estimate', 'mesoquote-quote']) document.addEventListener(type, (event) => told.push([type, event.detail]))</script>";

const folder = mkdtempSync(path.join(tmpdir(), "mesoquote-widget-"));
/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  const prices = path.join(folder, "clinic");
  cpSync(repository("pricing"), prices, { recursive: true });
  const toml = path.join(prices, "clinic.toml");
  writeFileSync(toml, readFileSync(toml, "utf8").replace("public_quotes = false", "public_quotes = true"));
  [server, browser] = await Promise.all([Server.start({ prices }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of the clinic with the widget in it.
 *  @param {import("node:test").TestContext} test @param {string} body
 *  @param {import("../lib/page.mjs").Look & { policy?: string, head?: string, waitUntil?: "commit", before?: (page: Page) => Promise<void> }} [look] */
async function host(test, body, look = {}) {
  const { page, complaints } = await newPage(browser, server.origin, look);
  test.after(async () => {
    await page.context().close();
    const allowed = look.allow ?? [];
    assert.deepEqual(complaints.filter((text) => !allowed.some((pattern) => pattern.test(text))), [], "what the browser complains about");
  });
  const html = `<!doctype html><html lang="${look.language ?? "en"}"><head><title>A clinic</title><meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,">${look.head ?? ""}<script type="module" src="/widget.js"></script></head><body><main><h1>A clinic</h1>${body}</main></body></html>`;
  const headers = look.policy === undefined ? {} : { "content-security-policy": look.policy };
  await page.route(`${server.origin}/host`, (route) => route.fulfill({ contentType: "text/html", headers, body: html }));
  await look.before?.(page);
  await page.goto(`${server.origin}/host`, { waitUntil: look.waitUntil ?? "load" });
  return page;
}

/** What the API says that a course costs, as it is written. @param {Record<string, unknown>[]} items @param {string} [language] @param {string[]} [extras] */
async function priced(items, language = "en", extras = []) {
  const { body } = await server.ask("POST", "/v1/estimates", { items, language, extras });
  const grouped = (/** @type {string} */ text) => text.replace(/\.00$/, "").replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const [from, to] = [grouped(body.total.from), grouped(body.total.to)];
  return from === to ? `AED ${from}` : `AED ${from} to ${to}`;
}

/** @param {Page | import("playwright-core").Locator} place */
const total = (place) => place.locator(".answer:not(.asking) .total");

/** @param {Page | import("playwright-core").Locator} place @param {string} wanted */
async function shows(place, wanted) {
  await total(place).filter({ hasText: wanted.replaceAll(" ", "\u00a0").replace("\u00a0to\u00a0", " to ") }).waitFor();
}

test("it prices under the strictest policy, without a trace", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, { policy: STRICT });
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 10 }]));
  assert.match(await page.locator(".per-session").innerText(), /1,200 a session/);
  assert.match(await page.locator(".answer").innerText(), /VAT included/);
  assert.match(await page.locator(".beside").innerText(), /What research says[\s\S]*American Society of Plastic Surgeons/);
  assert.match(await page.locator(".comparison").innerText(), /Liposuction costs more/);
  assert.equal(await page.locator("svg.chart .bar.chosen").count(), 1);
  const kept = await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length, document.querySelectorAll("style, link[rel=stylesheet]").length]);
  assert.deepEqual(kept, ["", 0, 0, 0]);
});

test("the slider knows what is sold and the usual course", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT}></mesoquote-estimate>`);
  const output = page.locator("output");
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen" }]));
  assert.equal(await output.innerText(), "10 or more sessions, up to 20");
  const slider = page.getByRole("slider", { name: "Number of sessions" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await slider.getAttribute("aria-valuetext"), "11 sessions");
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 11 }]));
  await page.keyboard.press("Home");
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 1 }]));
  await page.getByRole("button", { name: "Usual: 10 or more" }).click();
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen" }]));
});

test("several areas add up to what the API says of them together", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`);
  await total(page).waitFor();
  await page.getByRole("button", { name: "Add another area" }).click();
  const thighs = { treatment: "mesotherapy-fat-reduction", area: "thighs", sessions: 10 };
  const both = [{ ...thighs, area: "abdomen" }, thighs];
  await shows(page, await priced(both));
  assert.equal(await page.getByLabel("Area").nth(1).locator("option", { hasText: "abdomen" }).isDisabled(), true);
  await page.getByRole("button", { name: /Remove .*abdomen/ }).click();
  await shows(page, await priced([thighs]));
});

test("extras are offered where they can be had, priced, told and kept", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, { head: TOLD });
  const item = { treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 10 };
  await shows(page, await priced([item]));
  const cream = page.getByRole("group", { name: "Optional extras" }).getByLabel("numbing cream");
  await cream.check();
  const dearer = await priced([item], "en", ["numbing-cream"]);
  assert.notEqual(dearer, await priced([item]));
  await shows(page, dearer);
  await page.locator("summary").first().click();
  await page.locator(".breakdown tr", { hasText: "numbing cream" }).waitFor();
  await page.getByRole("button", { name: "Add another area" }).click();
  const thighs = { ...item, area: "thighs" };
  await shows(page, await priced([item, thighs], "en", ["numbing-cream"]));
  await page.getByRole("button", { name: /Remove .*thighs/ }).click();
  await shows(page, dearer);
  await page.getByRole("button", { name: "Keep this quote" }).click();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const reference = await page.locator(".reference").innerText();
  const { body: quote } = await server.ask("GET", `/v1/quotes/${reference}`);
  assert.deepEqual(quote.request.extras, ["numbing-cream"]);
  assert.match(decodeURIComponent((await page.getByRole("link", { name: "WhatsApp" }).getAttribute("href")) ?? ""), /numbing cream/);
  /** @type {[string, any][]} */
  const told = await page.evaluate("told");
  assert.deepEqual(told.map(([type, { extras }]) => `${type.slice(10)} ${extras}`), [
    "estimate ", "estimate numbing-cream", "estimate numbing-cream", "estimate numbing-cream", "quote numbing-cream",
  ]);
  // It goes with no operation.
  await page.getByLabel("Treatment").selectOption("liposuction");
  await shows(page, await priced([{ treatment: "liposuction", area: "abdomen" }]));
  assert.equal(await cream.count(), 0);
  await page.locator("mesoquote-estimate").evaluate((node) => { node.setAttribute("treatment", "mesotherapy-hair-loss"); node.setAttribute("extras", "numbing-cream other"); });
  await shows(page, await priced([{ treatment: "mesotherapy-hair-loss", area: "scalp", sessions: 10 }], "en", ["numbing-cream"]));
  assert.equal(await cream.isChecked(), true);
});

test("attributes preselect, limit what is shown, and may change", async (test) => {
  const page = await host(test, `<mesoquote-estimate treatments="mesotherapy-hair-loss injection-lipolysis" areas="scalp,double-chin" treatment="injection-lipolysis" sessions="2-3"></mesoquote-estimate>`);
  await shows(page, await priced([{ treatment: "injection-lipolysis", area: "double-chin", sessions: "2-3" }]));
  assert.deepEqual(await page.getByLabel("Treatment").locator("option").allInnerTexts(), ["Mesotherapy for hair loss", "Injection lipolysis"]);
  const element = page.locator("mesoquote-estimate");
  await element.evaluate((node) => { node.setAttribute("treatment", "mesotherapy-hair-loss"); node.setAttribute("sessions", "6"); });
  await shows(page, await priced([{ treatment: "mesotherapy-hair-loss", area: "scalp", sessions: 6 }]));
  await element.evaluate((node) => node.setAttribute("language", "ar"));
  await page.getByLabel("العلاج").waitFor();
  assert.equal((await page.locator("output").innerText()).replace(/[\u2066-\u2069]/g, ""), "6 جلسات");
});

test("two on one page, one of them Arabic and right to left", async (test) => {
  const page = await host(test, `<mesoquote-estimate id="one" ${FAT}></mesoquote-estimate><div lang="ar" dir="rtl"><mesoquote-estimate id="two" treatment="mesotherapy-hair-loss" sessions="3"></mesoquote-estimate></div>`);
  const [one, two] = [page.locator("#one"), page.locator("#two")];
  await shows(one, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen" }]));
  await shows(two, await priced([{ treatment: "mesotherapy-hair-loss", area: "scalp", sessions: 3 }]));
  assert.equal(await two.locator("section").getAttribute("dir"), "rtl");
  assert.equal(await one.locator("section").getAttribute("dir"), "ltr");
  const [first, last] = await two.locator("svg.chart .bar rect").evaluateAll((bars) => [bars[0], bars.at(-1)].map((bar) => Number(bar?.getAttribute("x"))));
  assert.ok((first ?? 0) > (last ?? 0), "the first session stands on the right");
  await one.getByRole("slider").focus();
  await page.keyboard.press("Home");
  await shows(one, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 1 }]));
  await shows(two, await priced([{ treatment: "mesotherapy-hair-loss", area: "scalp", sessions: 3 }]));
});

test("a node that is moved keeps what is chosen and asks nothing", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="4"></mesoquote-estimate><section id="there"></section>`);
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 4 }]));
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  const five = await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 5 }]);
  await shows(page, five);
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(() => {
    const node = /** @type {Element} */ (document.querySelector("mesoquote-estimate"));
    document.getElementById("there")?.append(node);
    node.remove();
    document.querySelector("main")?.prepend(node);
  });
  await shows(page, five);
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 6 }]));
  assert.deepEqual(asked.map((address) => new URL(address).pathname), ["/v1/estimates"]);
});

test("a quote is kept, consent apart, and the page is told nothing personal", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, {
    head: TOLD,
  });
  await total(page).waitFor();
  await page.getByRole("button", { name: "Keep this quote" }).click();
  await page.getByLabel("Name").fill("Fatima Al Mansouri");
  await page.getByLabel("The clinic may contact me").check();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText("please give a telephone number").waitFor();
  await axeFindsNothing(page, "a number is missing");
  await page.getByLabel("Telephone").fill("050 123 4567");
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const reference = await page.locator(".reference").innerText();
  assert.match(reference, /^[0-9A-Z]{3}-[0-9A-Z]{4}$/);
  await axeFindsNothing(page, "kept");
  const { body: quote } = await server.ask("GET", `/v1/quotes/${reference}`);
  assert.deepEqual(quote.patient, { name: "Fatima Al Mansouri", phone: "050 123 4567", email: null, follow_up: true });
  assert.equal(await page.getByRole("link", { name: "Open the quote" }).getAttribute("href"), server.origin + quote.link);
  assert.match(decodeURIComponent((await page.getByRole("link", { name: "WhatsApp" }).getAttribute("href")) ?? ""), new RegExp(reference));
  /** @type {[string, any][]} */
  const told = await page.evaluate("told");
  const kept = told.find(([type]) => type === "mesoquote-quote")?.[1];
  assert.deepEqual(kept, {
    clinic: "clinic", items: [{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 10 }],
    extras: [], reference, total: quote.estimate.total, currency: "AED",
  });
  const all = JSON.stringify(told);
  for (const personal of ["Fatima", "4567", quote.link.slice(3)]) assert.ok(!all.includes(personal), personal);
});

test("a quote is kept once, however often it must be sent", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, { allow: [/503/] });
  await total(page).waitFor();
  /** @type {(string | undefined)[]} */
  const keys = [];
  page.on("request", (request) => request.url().endsWith("/v1/quotes") && keys.push(request.headers()["idempotency-key"]));
  await unavailable(page, 0.01, "**/v1/quotes");
  await page.getByRole("button", { name: "Keep this quote" }).click();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByText("can't be asked for right now").waitFor();
  await mended(page);
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  await page.locator(".reference").waitFor();
  assert.ok(keys.length > 2 && keys[0], "it was tried again");
  assert.equal(new Set(keys).size, 1);
});

test("without a network it keeps what is chosen, says so, and goes on when there is one", async (test) => {
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, { allow: [/ERR_CONNECTION_REFUSED/] });
  await total(page).waitFor();
  await down(page);
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("What you chose is kept").waitFor();
  await axeFindsNothing(page, "no network");
  assert.equal(await page.locator("output").innerText(), "11 sessions");
  assert.equal(await page.locator(".total, .beside").count(), 0, "no price of ten sessions beside eleven");
  assert.equal(await page.getByRole("link", { name: "WhatsApp" }).isVisible(), true);
  assert.equal(await page.getByRole("button", { name: "Keep this quote" }).count(), 0);
  await mended(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 11 }]));
  assert.equal(await page.getByText("What you chose is kept").count(), 0);
});

test("it says that a slow network takes its time", async (test) => {
  /** @type {() => void} */
  let release = () => {};
  const page = await host(test, `<mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`, { before: async (page) => void (release = await slow(page)) });
  await page.getByText("Still asking").waitFor();
  release();
  await shows(page, await priced([{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions: 10 }]));
  assert.equal(await page.getByText("Still asking").count(), 0);
});

test("the page's styles don't reach it, and its own don't reach the page", async (test) => {
  const body = `<p id="probe">Probe</p><mesoquote-estimate ${FAT} sessions="10"></mesoquote-estimate>`;
  const sizes = async (/** @type {Page} */ page) => {
    await total(page).waitFor();
    return page.evaluate(() => {
      const root = document.querySelector("mesoquote-estimate")?.shadowRoot;
      const style = (/** @type {string} */ where) => getComputedStyle(/** @type {Element} */ (root?.querySelector(where)));
      const probe = getComputedStyle(/** @type {Element} */ (document.getElementById("probe")));
      return [style(".total").fontSize, style(".actions .button").padding, style("select").display, style("table").textTransform, probe.margin];
    });
  };
  const plain = await sizes(await host(test, body));
  const hostile = await sizes(await host(test, body, {
    head: "<style>html { font-size: 62.5% } body { text-transform: uppercase; letter-spacing: 4px } select, button { display: none !important; padding: 0 !important } #probe { margin: 16px 0px }</style>",
  }));
  assert.deepEqual(hostile, plain);
});

for (const width of [320, 1440]) {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      test(`everybody can read it: ${width} pixels, ${language}, ${scheme}`, async (test) => {
        const page = await host(test, `<mesoquote-estimate ${FAT}></mesoquote-estimate>`, { width, language, scheme, head: '<meta name="color-scheme" content="light dark">' });
        await total(page).waitFor();
        for (const summary of await page.locator("summary").all()) await summary.click();
        await page.locator("fieldset + button").click();
        await page.locator("fieldset").nth(1).waitFor();
        await total(page).waitFor();
        await fitsTheWidth(page);
        await axeFindsNothing(page, "two areas, all opened");
      });
    }
  }
}

for (const [width, height] of /** @type {const} */ ([[360, 800], [1440, 1600]])) {
  test(`nothing on the page moves when it arrives late, at ${width} pixels`, async (test) => {
    /** @type {() => void} */
    let release = () => {};
    const page = await host(test, `<mesoquote-estimate ${FAT}></mesoquote-estimate><p>Below</p>`, {
      width, height, waitUntil: "commit", head: `<style>${SPACE}</style>`,
      before: async (page) => void (release = await slow(page, "**/widget.js")),
    });
    await page.getByText("Below").waitFor();
    await page.evaluate(() => {
      const shifts = Object.assign(globalThis, { shifts: /** @type {number[]} */ ([]) }).shifts;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push(/** @type {any} */ (entry).value))).observe({ type: "layout-shift", buffered: true });
      return new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    });
    release();
    await total(page).waitFor();
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    assert.deepEqual(await page.evaluate("shifts"), []);
  });
}

test(`all of it weighs at most ${BYTES_MAX} bytes`, async (test) => {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    /** @type {[string, Promise<number>][]} */
    const fetched = [];
    const page = await host(test, `<mesoquote-estimate ${FAT}></mesoquote-estimate>`, {
      language,
      before: async (page) => void page.on("requestfinished", (request) => {
        const { pathname } = new URL(request.url());
        if (/^\/(assets|widget)/.test(pathname)) fetched.push([pathname, request.sizes().then((sizes) => sizes.responseBodySize)]);
      }),
    });
    await total(page).waitFor();
    const sizes = await Promise.all(fetched.map(async ([name, size]) => /** @type {const} */ ([name, await size])));
    const sum = sizes.reduce((all, [, size]) => all + size, 0);
    test.diagnostic(`${language}: ${sum} bytes in ${sizes.length} files`);
    assert.ok(sum <= BYTES_MAX && sum > 5000, JSON.stringify(sizes));
    assert.equal(sizes.filter(([name]) => name.includes("/words/")).length, 1, "the words of one language");
  }
});

test("the stable address is asked for anew, the files of a version are kept", async () => {
  const { headers, body } = await server.ask("GET", "/widget.js");
  assert.match(headers.get("cache-control") ?? "", /max-age=300/);
  assert.equal(headers.get("access-control-allow-origin"), "*");
  const again = await server.ask("GET", "/widget.js", undefined, { "if-none-match": headers.get("etag") ?? "" });
  assert.equal(again.status, 304);
  const files = [...body.matchAll(/"\.(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? "");
  assert.equal(files.length, 1);
  for (const address of files) {
    const file = await server.ask("GET", address);
    assert.match(file.headers.get("cache-control") ?? "", /immutable/);
    assert.equal(file.headers.get("cross-origin-resource-policy"), "cross-origin");
  }
});

test("the demo shows what can be pasted, with the digest of what is served", async (test) => {
  const { page, complaints } = await newPage(browser, server.origin, {});
  test.after(async () => {
    await page.context().close();
    assert.deepEqual(complaints, []);
  });
  await page.goto(`${server.origin}/widget-demo`);
  for (const element of await page.locator("mesoquote-estimate").all()) await total(element).waitFor();
  const pinned = await page.locator("#pinned").innerText();
  const [, address, digest] = /(http[^"]+)"\s+integrity="sha384-([^"]+)"/.exec(pinned) ?? [];
  const bytes = Buffer.from(await (await fetch(address ?? "")).arrayBuffer());
  assert.equal(createHash("sha384").update(bytes).digest("base64"), digest, pinned);
  await page.getByLabel("Sessions", { exact: true }).fill("6");
  await page.locator("#knobs [name=treatment]").selectOption("mesotherapy-hair-loss");
  assert.match(await page.locator("#made").innerText(), /treatment="mesotherapy-hair-loss" sessions="6"/);
  await shows(page.locator("#tried"), await priced([{ treatment: "mesotherapy-hair-loss", area: "scalp", sessions: 6 }]));
  await page.getByText("mesoquote-estimate {").first().waitFor();
  await axeFindsNothing(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await fitsTheWidth(page);
});
