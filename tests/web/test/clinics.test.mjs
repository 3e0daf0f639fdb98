// One server for several clinics: a desk stays with the one that was chosen there.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { axeFindsNothing, fitsTheWidth, openBrowser, visit } from "../lib/page.mjs";
import { Server, repository } from "../lib/server.mjs";

/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;

const NAMES = { jumeirah: "Jumeirah Clinic", marina: "Marina Clinic of Aesthetic Medicine and Dermatology" };

before(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "mesoquote-clinics-"));
  for (const [code, name] of Object.entries(NAMES)) {
    cpSync(repository("pricing"), path.join(folder, code), { recursive: true });
    change(path.join(folder, code, "clinic.toml"), /^name = .*$/m, `name = "${name}"`);
  }
  // Ten sessions cost more at the marina; the clinic's own checks would refuse that.
  change(path.join(folder, "marina", "prices.csv"), /^(mesotherapy-fat-reduction,abdomen,session,10),1200,/m, "$1,1300,");
  change(path.join(folder, "marina", "expected.csv"), /^(treatment.*\n)[^]*$/m, "$1");
  [server, browser] = await Promise.all([Server.start({ prices: folder }), openBrowser()]);
  rmSync(folder, { recursive: true });
});
after(async () => {
  await browser?.close();
  await server?.end();
});

/** @param {string} file @param {RegExp} from @param {string} to */
function change(file, from, to) {
  const text = readFileSync(file, "utf8");
  assert.match(text, from);
  writeFileSync(file, text.replace(from, to));
}

/** @param {import("playwright-core").Page} page @param {RegExp} amount */
const total = (page, amount) => page.waitForFunction((amount) => new RegExp(amount).test(document.querySelector("#below[aria-busy=false] .total")?.textContent ?? ""), amount.source);

test("a clinic is chosen at the desk, prices and saves there, and is still chosen after a reload", async (t) => {
  const page = await visit(t, browser, `${server.origin}/desk`);
  await page.waitForSelector("select.clinic");
  assert.deepEqual(await page.locator("select.clinic option").allTextContents(), Object.values(NAMES));
  await page.waitForSelector(".panel");
  await page.fill("#line", "belly 10");
  await total(page, /12,367\.50/);

  await page.selectOption("select.clinic", "marina");
  await total(page, /13,367\.50/);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "line");
  await page.reload();
  await page.waitForSelector("select.clinic");
  assert.equal(await page.inputValue("select.clinic"), "marina");
  await total(page, /13,367\.50/);
  await page.keyboard.press("Enter");
  const reference = await page.getAttribute(".reference", "aria-label");
  const kept = await server.ask("GET", `/v1/quotes/${reference}`);
  assert.equal(kept.body.estimate.clinic, "marina");

  // What one clinic saved is not among the quotes of the other, and the same line can be saved there too.
  await page.keyboard.press("F8");
  await page.waitForSelector(`.row[data-reference="${reference}"]`);
  await page.selectOption("select.clinic", "jumeirah");
  await page.waitForSelector(".found .none");
  await page.keyboard.press("F8");
  await total(page, /12,367\.50/);
  assert.equal(await page.locator(".kept").count(), 0);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".kept");
});

test("the widget's page names the clinic that is chosen in all that it shows and has pasted", async (t) => {
  const page = await visit(t, browser, `${server.origin}/widget-demo`);
  for (const clinic of ["jumeirah", "marina"]) {
    await page.selectOption("#knobs [name=clinic]", clinic);
    await page.waitForFunction((clinic) => {
      const all = [...document.querySelectorAll("mesoquote-estimate")];
      return document.getElementById("made")?.textContent?.includes(clinic) && all.length > 2 && all.every((one) => one.getAttribute("clinic") === clinic && one.shadowRoot?.querySelector(".total"));
    }, clinic);
    const pasted = (await page.locator(".snippet code").allTextContents()).join("\n").match(/<mesoquote-estimate[^>]*/g) ?? [];
    assert.ok(pasted.length >= 5);
    for (const one of pasted) assert.ok(one.includes(` clinic="${clinic}"`), one);
  }
});

test("the clinics fit their place, on a phone too, in both languages", async (t) => {
  for (const [width, language] of /** @type {const} */ ([[360, "en"], [768, "ar"], [1440, "en"]])) {
    const page = await visit(t, browser, `${server.origin}/desk`, { width, language });
    await page.waitForSelector("select.clinic");
    await page.waitForSelector(".panel");
    await axeFindsNothing(page, `${width} ${language}`);
    await fitsTheWidth(page);
    await page.selectOption("select.clinic", "marina");
    await page.fill("#line", language === "ar" ? "بطن 10" : "belly 10");
    await total(page, /13,367\.50/);
  }
});
