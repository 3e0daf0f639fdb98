// The prices screen, as whoever keeps the list in a spreadsheet meets it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";

import { down, mended } from "../lib/faults.mjs";
import { axeFindsNothing, fitsTheWidth, openBrowser, visit } from "../lib/page.mjs";
import { Server } from "../lib/server.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
});

/** What the browser notes of an answer that the test brings about. @param {number} status */
const noted = (status) => new RegExp(`status of ${status}`);
const GONE = /ERR_CONNECTION_REFUSED|ERR_FAILED/;

const ROW = "mesotherapy-fat-reduction,abdomen,session,10,1200";

/** A server of its own that serves what is published. @param {any} t @param {import("../lib/server.mjs").Settings} [settings] */
async function serving(t, settings = { follows: true }) {
  const server = await Server.start(settings);
  t.after(() => server.end());
  return server;
}

/** @param {any} t @param {Server} server @param {import("../lib/page.mjs").Look} [look] */
async function prices(t, server, look = {}) {
  const page = await visit(t, browser, `${server.origin}/desk`, look);
  await toPrices(page);
  return page;
}

/** From a page that has just been asked for: only once the bar stands are keys listened to. @param {Page} page */
async function toPrices(page) {
  await page.waitForSelector("#bar .tab");
  await page.keyboard.press("F9");
  await page.waitForSelector(".in-force");
}

/** The files of the list, ten sessions on the abdomen at another price, without the clinic's own checks.
 *  @param {Server} server @param {string} price */
function changed(server, price) {
  const names = readdirSync(server.prices).filter((name) => /\.(csv|toml)$/.test(name) && name !== "expected.csv");
  return names.map((name) => {
    const text = readFileSync(path.join(server.prices, name), "utf8");
    return { name, mimeType: "text/csv", buffer: Buffer.from(name === "prices.csv" ? text.replace(ROW, ROW.replace("1200", price)) : text) };
  });
}

/** @param {Page} page @param {{ name: string, mimeType: string, buffer: Buffer }[]} files */
const choose = (page, files) => page.setInputFiles(".upload input[accept]", files);

/** @param {Server} server */
const served = async (server) => (await server.ask("POST", "/v1/estimates", { text: "belly 10" })).body.price_list;

test("a changed list is seen, put in force, and gone back from", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server);
  const first = await served(server);
  assert.ok((await page.textContent(".in-force"))?.includes(first));
  await server.quote("belly 10");
  // Published as it is, so that there is something to go back to.
  await page.getByRole("button", { name: "Look at the server's folder" }).click();
  await page.getByText("byte by byte").waitFor();
  await server.ask("POST", "/v1/price-lists/publish", { on_disk: true });

  await choose(page, changed(server, "1250"));
  await page.waitForSelector(".verdict");
  assert.match((await page.textContent(".verdict")) ?? "", /11 courses move/);
  assert.match((await page.textContent(".moved")) ?? "", /10 to 20 sessions.*\+50\.00 a session/s);
  assert.match((await page.textContent(".putting")) ?? "", /1 open quote stays as it is/);
  assert.equal(await served(server), first, "seen, not yet in force");
  await axeFindsNothing(page, "changes");

  await page.getByRole("button", { name: "Put in force" }).click();
  await page.waitForSelector(".in-force .done");
  const second = await served(server);
  assert.notEqual(second, first);
  assert.ok((await page.textContent(".in-force .about"))?.includes(second));
  assert.equal(await page.locator(".file-name").count(), 0);

  await page.getByRole("button", { name: `What going back to ${first} would do` }).click();
  await page.waitForSelector(".verdict");
  assert.match((await page.textContent(".moved")) ?? "", /\u221250\.00 a session/);
  await page.getByRole("button", { name: "Go back to this version" }).click();
  await page.waitForFunction((first) => document.querySelector(".in-force .done")?.textContent?.includes(first), first);
  assert.equal(await served(server), first);
  assert.equal(await page.locator(".published tbody tr").count(), 3);
});

test("a list with errors is told as a check tells it, and what was chosen stays", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server);
  await choose(page, changed(server, '"1,250"'));
  await page.waitForSelector(".problems.error");
  assert.match((await page.textContent(".problems .place")) ?? "", /^prices\.csv:\d+:\d+$/);
  assert.match((await page.textContent(".problems mark")) ?? "", /1,250/);
  assert.equal(await page.getByRole("button", { name: "Put in force" }).count(), 0);
  assert.ok((await page.locator(".file-name").count()) > 5);
  await axeFindsNothing(page, "errors");
  // One file alone goes over those that were chosen.
  await choose(page, changed(server, "1250").filter(({ name }) => name === "prices.csv"));
  await page.waitForSelector(".verdict");
});

test("one file alone is judged with the rest as it is in force", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server);
  const [list] = changed(server, "1200").filter(({ name }) => name === "prices.csv");
  assert.ok(list);
  await choose(page, [{ ...list, buffer: Buffer.concat([list.buffer, Buffer.from("\n# as it was\n")]) }]);
  await page.getByText("No total moves").waitFor();
  await choose(page, [{ name: "holiday.pdf", mimeType: "application/pdf", buffer: Buffer.from("x") }]);
  await page.getByText("No table of a price list").waitFor();
});

test("bytes that are no text arrive as a spreadsheet wrote them", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server);
  const files = changed(server, "1200").map((file) => (file.name === "areas.csv" ? { ...file, buffer: Buffer.from("area,name.en\nface,d\xe9collet\xe9\n", "latin1") } : file));
  await choose(page, files);
  await page.waitForSelector(".problems.error");
  assert.match((await page.textContent(".problems.error")) ?? "", /not_utf8/);
});

test("where another list was put in force meanwhile it is told and looked at anew", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server, { allow: [noted(409)] });
  await choose(page, changed(server, "1250"));
  await page.waitForSelector(".verdict");
  const other = Object.fromEntries(changed(server, "1300").map(({ name, buffer }) => [name, buffer.toString()]));
  assert.equal((await server.ask("POST", "/v1/price-lists/publish", { files: other })).status, 200);
  const now = await served(server);
  await page.getByRole("button", { name: "Put in force" }).click();
  await page.waitForSelector(".candidate [role=alert]");
  assert.match((await page.textContent(".candidate [role=alert]")) ?? "", /published meanwhile/);
  await page.waitForFunction((now) => document.querySelector(".in-force .about")?.textContent?.includes(now), now);
  assert.equal(await served(server), now);
  await page.getByRole("button", { name: "Put in force" }).click();
  await page.waitForSelector(".in-force .done");
  assert.notEqual(await served(server), now);
});

test("where a folder is served nothing can be published, and errors on disk are told", async (t) => {
  const server = await serving(t, {});
  const page = await prices(t, server);
  await choose(page, changed(server, "1250"));
  await page.waitForSelector(".verdict");
  assert.equal(await page.getByRole("button", { name: "Put in force" }).count(), 0);
  assert.match((await page.textContent(".putting")) ?? "", /--prices/);
  const file = path.join(server.prices, "prices.csv");
  writeFileSync(file, readFileSync(file, "utf8").replace(ROW, ROW.replace("1200", '"1,250"')));
  await server.ask("POST", "/v1/price-lists/reload");
  await page.reload();
  await toPrices(page);
  await page.waitForSelector(".in-force .problems.error");
  assert.match((await page.textContent(".in-force .tag")) ?? "", /refused/);
  await axeFindsNothing(page, "refused on disk");
});

test("what was chosen is not lost while the server is down", async (t) => {
  const server = await serving(t);
  const page = await prices(t, server, { allow: [GONE] });
  await down(page);
  await choose(page, changed(server, "1250"));
  await page.waitForSelector(".candidate [role=alert]");
  await axeFindsNothing(page, "down");
  await mended(page);
  await page.locator(".candidate").getByRole("button", { name: "Try again" }).click();
  await page.waitForSelector(".verdict");
});

for (const [language, width, scheme] of /** @type {const} */ ([["en", 320, "light"], ["ar", 360, "dark"], ["ar", 1440, "light"]])) {
  test(`the screen in ${language} at ${width} pixels, ${scheme}`, async (t) => {
    const server = await serving(t);
    const page = await prices(t, server, { language, width, scheme });
    await axeFindsNothing(page);
    await fitsTheWidth(page);
    await choose(page, changed(server, "900"));
    await page.waitForSelector(".verdict");
    await axeFindsNothing(page, "changes");
    await fitsTheWidth(page);
  });
}
