// Takes the README's pictures into docs/pictures: node pictures.mjs. They are made small by hand afterwards.

import { readFileSync } from "node:fs";
import path from "node:path";

import { newPage, openBrowser } from "./lib/page.mjs";
import { Server, repository } from "./lib/server.mjs";

/** @typedef {import("playwright-core").Page} Page */

const [server, browser] = await Promise.all([Server.start(), openBrowser()]);
try {
  await picture("desk", "/desk", {}, (page) => asked(page, "belly 10+"));
  await picture("desk-arabic", "/desk", { language: "ar" }, (page) => asked(page, "بطن 10"));
  await picture("desk-saved", "/desk", {}, async (page) => {
    await asked(page, "belly 10 + thighs 6");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".kept");
  });
  await picture("prices", "/desk", {}, changedPrices);
  await picture("patient", (await server.quote("belly 10")).link, { width: 400, height: 820 });
  await picture("widget", "/widget-demo", { width: 900 }, widget);
} finally {
  await browser.close();
  await server.end();
}

/** @param {string} name @param {string} where @param {import("./lib/page.mjs").Look} look @param {(page: Page) => Promise<Page | import("playwright-core").Locator | void>} [state] */
async function picture(name, where, look, state) {
  const { page } = await newPage(browser, server.origin, { width: 1280, height: 860, ...look });
  await page.goto(server.origin + where, { waitUntil: "networkidle" });
  const shown = (await state?.(page)) ?? page;
  await page.waitForLoadState("networkidle");
  await shown.screenshot({ path: repository(`docs/pictures/${name}.png`) });
  process.stdout.write(`${name}\n`);
  await page.context().close();
}

/** @param {Page} page @param {string} text */
async function asked(page, text) {
  await page.waitForSelector("#bar .tab");
  await page.fill("#line", text);
  await page.waitForSelector("#below[aria-busy=false] .answer");
}

/** A list on disk of which ten sessions cost 50 dirhams more. @param {Page} page */
async function changedPrices(page) {
  const file = path.join(server.prices, "prices.csv");
  const before = readFileSync(file, "utf8");
  const checks = path.join(server.prices, "expected.csv");
  await page.waitForSelector("#bar .tab");
  await page.keyboard.press("F9");
  await page.waitForSelector(".in-force");
  const row = "mesotherapy-fat-reduction,abdomen,session,10,1200";
  const files = ["prices.csv", "expected.csv"].map((name) => ({ name, mimeType: "text/csv", buffer: Buffer.from(name === "prices.csv" ? before.replace(row, row.replace("1200", "1250")) : (readFileSync(checks, "utf8").match(/^treatment.*$/m)?.[0] ?? "") + "\n") }));
  await page.setInputFiles(".upload input[accept]", files);
  await page.waitForSelector(".verdict");
}

/** @param {Page} page */
async function widget(page) {
  const element = page.locator("mesoquote-estimate").first();
  await element.waitFor();
  await element.scrollIntoViewIfNeeded();
  await page.waitForLoadState("networkidle");
  return element;
}
