// A page in Debian's Chromium that fails its test on whatever a visitor's browser would complain about.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import axe from "axe-core";
import { chromium } from "playwright-core";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ width?: number, height?: number, language?: "en" | "ar", scheme?: "light" | "dark", scripts?: boolean,
 *    allow?: RegExp[], staff?: string, touch?: boolean }} Look
 *  `allow`: complaints of the browser that the test brings about itself, such as an answer of 503. */

/** Where a browser is looked for; none is ever downloaded. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb"];

/** How long a page may take for one step. Generous: nothing is measured by it. */
const PATIENCE_MS = 90_000;

const LOCALES = { en: "en-GB", ar: "ar-AE" };

/** One browser for a file of tests. @param {string[]} [flags] */
export async function openBrowser(flags = []) {
  const executablePath = process.env["CHROMIUM"] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error("Chromium is not installed: apt-get install chromium");
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] });
}

/** Opens a path as somebody who has never been here. The test fails at its end when the page wrote an error to the
 *  console, threw one, or asked another host for anything.
 *  @param {{ after: (run: () => Promise<void>) => void }} test @param {import("playwright-core").Browser} browser
 *  @param {string} address @param {Look} [look] @returns {Promise<Page>} */
export async function visit(test, browser, address, look = {}) {
  const { page, complaints } = await newPage(browser, address, look);
  test.after(async () => {
    await page.context().close();
    const allowed = look.allow ?? [];
    assert.deepEqual(complaints.filter((text) => !allowed.some((pattern) => pattern.test(text))), [], "what the browser complains about");
  });
  await page.goto(address);
  return page;
}

/** A page that is not opened yet, and the complaints about it as they come.
 *  @param {import("playwright-core").Browser} browser @param {string} address @param {Look} look */
export async function newPage(browser, address, look) {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    locale: LOCALES[look.language ?? "en"],
    colorScheme: look.scheme ?? "light",
    javaScriptEnabled: look.scripts ?? true,
    hasTouch: look.touch ?? false,
    reducedMotion: "reduce",
    timezoneId: "Asia/Dubai",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  // Before any page: a policy against other scripts does not hold this one.
  if (look.scripts ?? true) await context.addInitScript({ content: axe.source });
  if (look.staff !== undefined) await context.setExtraHTTPHeaders({ authorization: `Bearer ${look.staff}` });
  const page = await context.newPage();
  return { page, complaints: complaintsAbout(page, new URL(address).host) };
}

/** @param {Page} page @param {string} host @returns {string[]} */
function complaintsAbout(page, host) {
  /** @type {string[]} */
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`script: ${error.stack ?? error.message}`));
  page.context().on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) complaints.push(`asked another host: ${request.url()}`);
  });
  return complaints;
}

/** Fails on anything that axe finds, in the state that the page is in. @param {Page} page @param {string} [state] */
export async function axeFindsNothing(page, state = "") {
  const found = await page.evaluate(async () => {
    // @ts-expect-error put there before the page
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap((/** @type {any} */ rule) => rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}\n  ${node.failureSummary.replaceAll("\n", "\n  ")}`));
  });
  assert.deepEqual(found, [], `axe: ${page.url()} ${state}`);
}

/** Fails where the page can be scrolled sideways. @param {Page} page */
export async function fitsTheWidth(page) {
  const [inside, outside] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok((inside ?? 0) <= (outside ?? 0), `${page.url()} is ${inside} pixels wide in a window of ${outside}`);
}
