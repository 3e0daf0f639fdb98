// One call through all parts: from the first key to the patient's own page, taken in saved quotes, and prices that
// change meanwhile.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { axeFindsNothing, fitsTheWidth, visit } from "../lib/page.mjs";
import { browser, server } from "../lib/shared.mjs";

/** @typedef {import("playwright-core").Page} Page */


/** @param {any} t @param {import("../lib/page.mjs").Look} [look] */
async function desk(t, look = {}) {
  const page = await visit(t, browser, `${server.origin}/desk`, look);
  await page.waitForSelector("#bar .tab");
  return page;
}

/** @param {Page} page */
const answered = (page) => page.waitForSelector("#below[aria-busy=false] .answer");

for (const language of /** @type {const} */ (["en", "ar"])) {
  test(`a caller asks, opens the page that was sent, and takes the quote (${language})`, async (t) => {
    const page = await desk(t, { language });
    await page.keyboard.type(language === "ar" ? "بطن 10" : "belly 10");
    await answered(page);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".kept");
    const reference = (await page.getAttribute(".reference", "aria-label")) ?? "";
    const kept = (await server.ask("GET", `/v1/quotes/${reference}`)).body;
    assert.equal(kept.estimate.total.from, "12367.50");

    // The patient's page: a telephone, without scripts, the same figures.
    const look = { language, width: 360, scripts: false };
    const patient = await visit(t, browser, `${server.origin}${kept.link}?language=${language}`, look);
    const text = (await patient.textContent("body")) ?? "";
    for (const part of [reference, "12,367.50"]) assert.ok(text.includes(part), part);
    assert.equal(await patient.getAttribute("html", "dir"), language === "ar" ? "rtl" : "ltr");

    // It is taken in saved quotes, by keyboard alone.
    await page.keyboard.press("F8");
    await page.waitForSelector("#find");
    await page.focus("#find");
    await page.keyboard.type(reference.toLowerCase().replace("-", " "));
    await page.keyboard.press("Enter");
    await page.waitForSelector(`#quote-title[aria-label="${reference}"]`);
    await axeFindsNothing(page, "a saved quote");
    const taken = await server.ask("POST", `/v1/quotes/${reference}/accept`, {});
    assert.equal(taken.status, 200);
    await patient.reload();
    assert.ok((await patient.textContent("body"))?.includes("12,367.50"));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
  });
}

test("prices change while a quote is on the screen: the desk says what moved, and saves the new ones", async (t) => {
  const page = await desk(t);
  await page.keyboard.type("belly 10");
  await answered(page);
  const before = (await server.ask("POST", "/v1/estimates", { text: "belly 10" })).body;
  const file = path.join(server.prices, "prices.csv");
  const row = "mesotherapy-fat-reduction,abdomen,session,10,1200";
  const prices = readFileSync(file, "utf8");
  assert.ok(prices.includes(row));
  rmSync(path.join(server.prices, "expected.csv"));
  writeFileSync(file, prices.replace(row, row.replace("1200", "1210")));
  await server.ask("POST", "/v1/price-lists/reload");
  const now = (await server.ask("POST", "/v1/estimates", { text: "belly 10" })).body;
  assert.notEqual(now.price_list, before.price_list);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await page.waitForSelector(".moved");
  const told = (await page.textContent(".moved")) ?? "";
  for (const part of ["12,367.50", "12,467.50"]) assert.ok(told.includes(part), `${part}: ${told}`);
  await axeFindsNothing(page, "prices changed");
  await page.focus("#line");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
  const reference = (await page.getAttribute(".reference", "aria-label")) ?? "";
  assert.equal((await server.ask("GET", `/v1/quotes/${reference}`)).body.estimate.total.from, "12467.50");
});

/** What is pasted by accident or on purpose. */
const ODD = {
  "ten thousand letters": "belly ".repeat(1667),
  "marks of direction": "\u202ebelly\u2066 10\u2069\u200f+",
  "Arabic and English": "بطن 10 + thighs ٦",
  emoji: "👩🏽‍⚕️ belly 💉 10 🧴",
  "lines and tabs": "belly 10\n\t+ thighs 6\r\n",
  markup: "<img src=x onerror=alert(1)> belly 10",
  combining: "b\u0301e\u0301l\u0301l\u0301y 10",
  nothing: "\u00a0\u200b\u3000",
  digits: "9".repeat(300),
  "a long number": "9".repeat(60),
  "a long word": "w".repeat(300),
  "a long name": "w".repeat(60),
};

for (const [what, text] of Object.entries(ODD)) {
  test(`whatever is pasted, the desk stays usable: ${what}`, async (t) => {
    const page = await desk(t, { width: 768 });
    await page.focus("#line");
    await page.evaluate((text) => document.execCommand("insertText", false, text), text);
    await page.waitForLoadState("networkidle");
    await fitsTheWidth(page);
    await axeFindsNothing(page, what);
    assert.equal(await page.locator("img[src=x]").count(), 0);
    // And the next line is priced as ever.
    await page.fill("#line", "belly 10");
    await page.waitForFunction(() => document.querySelector("#below[aria-busy=false] .answer .total")?.textContent?.includes("12,"));
    assert.equal(await page.evaluate(() => document.activeElement?.id), "line");
  });
}
