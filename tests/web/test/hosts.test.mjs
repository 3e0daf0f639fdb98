// The widget on sites of others: on another origin, moved about by frameworks, amid the styles of a theme.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { down, mended } from "../lib/faults.mjs";
import { Host } from "../lib/host.mjs";
import { axeFindsNothing, fitsTheWidth, newPage, openBrowser } from "../lib/page.mjs";
import { repository, Server } from "../lib/server.mjs";

/** @typedef {import("playwright-core").Page} Page */

const FAT = 'treatment="mesotherapy-fat-reduction" area="abdomen" sessions="10"';

const folder = mkdtempSync(path.join(tmpdir(), "mesoquote-hosts-"));
/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** A site that may ask, and one that may not. @type {Host} */
let site;
/** @type {Host} */
let stranger;

before(async () => {
  [site, stranger, browser] = await Promise.all([Host.start(), Host.start(), openBrowser()]);
  const prices = path.join(folder, "clinic");
  cpSync(repository("pricing"), prices, { recursive: true });
  const toml = path.join(prices, "clinic.toml");
  writeFileSync(toml, readFileSync(toml, "utf8").replace("public_quotes = false", "public_quotes = true"));
  server = await Server.start({ prices, arguments: ["--allow-origin", `clinic=${site.origin}`] });
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.end(), site?.end(), stranger?.end()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page of a site. It may ask the server of prices and nobody else.
 *  @param {import("node:test").TestContext} test @param {Host} at @param {string} html @param {import("../lib/page.mjs").Look} [look] */
async function open(test, at, html, look = {}) {
  const { page, complaints } = await newPage(browser, at.origin, look);
  test.after(async () => {
    await page.context().close();
    const expected = [new RegExp(`asked another host: ${server.origin}/`), ...(look.allow ?? [])];
    assert.deepEqual(complaints.filter((text) => !expected.some((pattern) => pattern.test(text))), []);
  });
  at.pages["/"] = `<!doctype html><html lang="${look.language ?? "en"}"><head><title>A clinic</title><meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,"></head><body>${html}</body></html>`;
  await page.goto(at.origin);
  return page;
}

const script = () => `<script type="module" src="${server.origin}/widget.js"></script>`;

/** @param {Page | import("playwright-core").Locator} place */
const total = (place) => place.locator(".answer:not(.asking) .total");

/** What the API says of so many sessions. @param {number} sessions @param {Record<string, unknown>} [more] */
async function priced(sessions, more = {}) {
  const { body } = await server.ask("POST", "/v1/estimates", { items: [{ treatment: "mesotherapy-fat-reduction", area: "abdomen", sessions }], ...more });
  return written(body.total.from);
}

/** An amount as it is shown. @param {string} amount */
const written = (amount) => `AED\u00a0${amount.replace(/\.00$/, "").replace(/\B(?=(\d{3})+(?=\.|$))/g, ",")}`;

/** @param {Page} page @param {string} wanted */
const shows = (page, wanted) => total(page).filter({ hasText: wanted }).waitFor();

test("a page of another origin prices and keeps a quote once it is named", async (test) => {
  const page = await open(test, site, `${script()}<main><h1>A clinic</h1><mesoquote-estimate ${FAT}></mesoquote-estimate></main>`);
  await shows(page, await priced(10));
  await page.getByRole("button", { name: "Add another area" }).click();
  await page.getByLabel("Area").nth(1).waitFor();
  await total(page).waitFor();
  await page.getByRole("button", { name: "Keep this quote" }).click();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const link = page.getByRole("link", { name: "Open the quote" });
  assert.match((await link.getAttribute("href")) ?? "", new RegExp(`^${server.origin}/q/`));
  await axeFindsNothing(page, "kept on another origin");
});

for (const language of /** @type {const} */ (["en", "ar"])) {
  test(`a page whose origin is not named says so calmly, with the page's own words: ${language}`, async (test) => {
    const page = await open(test, stranger, `${script()}<main><h1>A clinic</h1><mesoquote-estimate ${FAT}>
      <p>We tell you: <a href="tel:+97140000000">04 000 0000</a></p></mesoquote-estimate></main>`, {
      language, width: 320, allow: [/CORS|ERR_FAILED|403/],
    });
    const notice = page.getByRole("alert");
    await notice.filter({ hasText: language === "en" ? "The prices can't be shown right now" : "لا يمكن عرض الأسعار الآن" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "04 000 0000" }).isVisible(), true);
    assert.equal(await notice.getByRole("button").count(), 1, "it can be tried again");
    assert.equal(await page.locator("select, .total").count(), 0);
    await axeFindsNothing(page, "refused");
    await fitsTheWidth(page);
  });
}

test("what the page says in place of prices is not seen beside them", async (test) => {
  const page = await open(test, site, `${script()}<main><h1>A clinic</h1><mesoquote-estimate ${FAT}><p id="own">Call us</p></mesoquote-estimate></main>`);
  await shows(page, await priced(10));
  assert.equal(await page.locator("#own").isVisible(), false);
});

test("a network that goes before the first price leaves the clinic's numbers", async (test) => {
  const page = await open(test, site, `<main><h1>A clinic</h1><mesoquote-estimate ${FAT}></mesoquote-estimate></main>`, { allow: [/ERR_CONNECTION_REFUSED/] });
  await down(page, "**/v1/estimates*");
  await page.addScriptTag({ type: "module", url: `${server.origin}/widget.js` });
  await page.getByText("What you chose is kept").waitFor();
  assert.equal(await page.getByRole("link", { name: "WhatsApp" }).isVisible(), true);
  assert.equal(await page.getByRole("link", { name: /^Call/ }).isVisible(), true);
  await mended(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, await priced(10));
  assert.equal(await page.getByRole("link", { name: "WhatsApp" }).count(), 1);
});

test("React moves, changes and takes it away, and hears it", async (test) => {
  const page = await open(test, site, `${script()}<main><h1>A clinic</h1><div id="root"></div></main><script type="module">
    import { React, createRoot, flushSync } from "/react.js";
    const { createElement: h, useState, StrictMode } = React;
    globalThis.heard = [];
    function Price() {
      const [{ isFirst, isThere, ...props }, set] = useState({ isFirst: true, isThere: true, sessions: 10 });
      globalThis.set = (change) => flushSync(() => set((before) => ({ ...before, ...change })));
      const own = h("mesoquote-estimate", { key: "own", treatment: "mesotherapy-fat-reduction", area: "abdomen", ...props,
        "onmesoquote-estimate": (event) => heard.push(event.detail.total.from), "onmesoquote-quote": (event) => heard.push(event.detail.reference) });
      const other = h("p", { key: "other" }, "Beside it");
      return h("section", null, isThere ? (isFirst ? [own, other] : [other, own]) : [other]);
    }
    createRoot(document.getElementById("root")).render(h(StrictMode, null, h(Price)));
  </script>`);
  await livesThrough(page);
});

test("Vue moves, changes and takes it away, and hears it", async (test) => {
  const page = await open(test, site, `${script()}<main><h1>A clinic</h1><div id="root"></div></main><script type="module">
    import { createApp, h, reactive, nextTick, Fragment } from "/vue.js";
    globalThis.heard = [];
    const state = reactive({ isFirst: true, isThere: true, sessions: 10, treatments: undefined });
    globalThis.set = (change) => { Object.assign(state, change); return nextTick(); };
    createApp(() => {
      const { isFirst, isThere, ...props } = state;
      const own = h("mesoquote-estimate", { key: "own", treatment: "mesotherapy-fat-reduction", area: "abdomen", ...props,
        onMesoquoteEstimate: (event) => heard.push(event.detail.total.from), onMesoquoteQuote: (event) => heard.push(event.detail.reference) });
      const other = h("p", { key: "other" }, "Beside it");
      return h("section", isThere ? (isFirst ? [own, other] : [other, own]) : [other]);
    }).mount("#root");
  </script>`);
  await livesThrough(page);
});

/** What every framework does to a node. The page offers `set`, which changes what it shows, and `heard`.
 *  @param {Page} page */
async function livesThrough(page) {
  const set = (/** @type {Record<string, unknown>} */ change) => page.evaluate((change) => /** @type {any} */ (globalThis).set(change), change);
  await shows(page, await priced(10));
  const node = await page.locator("mesoquote-estimate").elementHandle();
  await set({ sessions: 6 });
  await shows(page, await priced(6));
  // Something of the page beside it: the same node, what is chosen stays.
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await shows(page, await priced(7));
  await set({ isFirst: false });
  await shows(page, await priced(7));
  assert.equal(await page.evaluate((node) => node?.isConnected, node), true, "it is moved, not made anew");
  assert.equal(await page.locator("#root section > :first-child").first().innerText(), "Beside it");
  await set({ treatments: ["mesotherapy-hair-loss", "mesotherapy-fat-reduction"], extras: ["numbing-cream"] });
  await page.waitForFunction(() => document.querySelector("mesoquote-estimate")?.shadowRoot?.querySelectorAll("[name=treatment] option").length === 2);
  const extras = { extras: ["numbing-cream"] };
  // What is changed before the answer has come is heard of once.
  await shows(page, await priced(7, extras));
  await set({ sessions: 8 });
  await shows(page, await priced(8, extras));
  await page.getByRole("button", { name: "Keep this quote" }).click();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const reference = await page.locator(".reference").innerText();
  await set({ isThere: false });
  assert.equal(await page.locator("mesoquote-estimate").count(), 0);
  await set({ isThere: true });
  await shows(page, await priced(8, extras));
  /** @type {string[]} */
  const heard = await page.evaluate("heard");
  const wanted = [await priced(10), await priced(6), await priced(7), await priced(7, extras), await priced(8, extras), reference, await priced(8, extras)];
  const unlike = heard.map((told) => (told === reference ? told : written(told))).filter((told, at, all) => told !== all[at - 1]);
  assert.deepEqual(unlike, wanted);
}

test("what was set on a node before the script came is heeded", async (test) => {
  const page = await open(test, site, `<main><h1>A clinic</h1><mesoquote-estimate treatment="mesotherapy-fat-reduction"></mesoquote-estimate></main>`);
  await page.evaluate(() => Object.assign(/** @type {Element} */ (document.querySelector("mesoquote-estimate")), { area: "abdomen", sessions: 4 }));
  await page.addScriptTag({ type: "module", url: `${server.origin}/widget.js` });
  await shows(page, await priced(4));
  await page.evaluate(() => Object.assign(/** @type {Element} */ (document.querySelector("mesoquote-estimate")), { sessions: 5 }));
  await shows(page, await priced(5));
  await page.evaluate(() => Object.assign(/** @type {Element} */ (document.querySelector("mesoquote-estimate")), { sessions: null, area: undefined }));
  await page.locator("output", { hasText: "10 or more" }).waitFor();
});

/** As themes have it, WordPress's own and those of page builders. */
const THEME = `<style>
  *, *::before, *::after { box-sizing: content-box; max-width: 100%; margin: 0 0 1.5em; line-height: 2.2 !important }
  html { font-size: 18px } body { font-family: Georgia, serif; text-align: center; color: #fff; background: #222; word-spacing: .4em; letter-spacing: .1em; text-transform: uppercase; cursor: wait; -webkit-text-fill-color: #f0f; white-space: pre; word-break: break-all; visibility: visible }
  button, input[type="range"], .button, select, [type=submit] { background: #c00 !important; color: #ff0; border: 5px dotted; border-radius: 40px; padding: 30px; text-transform: uppercase; width: 100%; box-shadow: 0 0 9px red }
  svg, img { max-width: 40px; height: auto; fill: red } table, td, th { border: 3px solid lime; padding: 20px; display: block } fieldset { border: 9px double; background: #00c }
  label { display: inline; font-weight: bold } p:empty::before { content: "empty" } .entry-content > * { max-width: 620px; margin-inline: auto } .entry-content > * + * { margin-block-start: 24px }
  .total, .title, .small, .soft { font-size: 60px; color: red } section, form { padding: 90px; float: left } :focus { outline: none !important } a { color: #0f0; text-decoration: line-through }
</style>`;

test("a theme of WordPress does nothing to it, nor what its editor makes of the two lines", async (test) => {
  // The editor wraps lines in paragraphs, breaks them, and closes the element where it likes.
  const body = `<article class="post"><div class="entry-content"><p>${script()}<br>\n</p>\n<p><mesoquote-estimate clinic="clinic" ${FAT}></mesoquote-estimate></p>\n<p></p></div></article>`;
  const looks = async (/** @type {Page} */ page) => {
    await shows(page, await priced(10));
    for (const summary of await page.locator("summary").all()) await summary.click();
    return page.evaluate(() => {
      const root = document.querySelector("mesoquote-estimate")?.shadowRoot;
      const wanted = ["display", "padding", "border", "margin", "fontSize", "fontWeight", "fontFamily", "color", "webkitTextFillColor", "backgroundColor", "boxSizing", "textTransform", "letterSpacing", "wordSpacing", "lineHeight", "maxWidth", "textAlign", "float", "fill", "cursor", "whiteSpace", "wordBreak"];
      return [...(root?.querySelectorAll("*") ?? [])].map((node) => {
        const style = /** @type {any} */ (getComputedStyle(node));
        return [node.localName, node.getAttribute("class"), ...wanted.map((name) => `${name}: ${style[name]}`)].join("; ");
      });
    });
  };
  const plain = await looks(await open(test, site, `<style>.entry-content > * { max-width: 620px }</style><main>${body}</main>`));
  const page = await open(test, site, `${THEME}<main>${body}</main>`);
  const themed = await looks(page);
  assert.ok(plain.length > 100);
  assert.deepEqual(themed.filter((line, at) => line !== plain[at]).slice(0, 3), plain.filter((line, at) => line !== themed[at]).slice(0, 3));
  await page.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await shows(page, await priced(11));
});
