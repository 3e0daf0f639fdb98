// The patient's page: read by everybody, without scripts, on any screen, and on one sheet of paper.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axeFindsNothing, fitsTheWidth, newPage, openBrowser, visit } from "../lib/page.mjs";
import { Server } from "../lib/server.mjs";

/** @type {Server} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** Pages by what they are of. @type {Record<string, string>} */
const links = {};

const INCLUDE = ["ladder", "comparison", "schedule", "facts", "plans"];
const fat = (/** @type {string} */ area, /** @type {unknown} */ sessions) => ({ treatment: "mesotherapy-fat-reduction", area, sessions });
const ONE = { items: [fat("abdomen", 10)], start: "2026-12-01", include: INCLUDE };
const THREE = {
  items: [fat("abdomen", 10), fat("thighs", "6-10"), { treatment: "mesotherapy-cellulite", area: "thighs-buttocks", sessions: 10 }],
  extras: ["numbing-cream"],
  promo_code: "SPRING",
  start: "2026-12-01",
  include: INCLUDE,
};

/** @param {object} request */
const save = async (request) => {
  const { status, body } = await server.ask("POST", "/v1/quotes", { request });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
};

before(async () => {
  [server, browser] = await Promise.all([Server.start(), openBrowser()]);
  links["one"] = (await save(ONE)).link;
  links["three"] = (await save(THREE)).link;
  const withdrawn = await save(ONE);
  await server.ask("POST", `/v1/quotes/${withdrawn.reference}/withdraw`, {});
  links["withdrawn"] = withdrawn.link;
  const replaced = await save(ONE);
  await server.ask("POST", `/v1/quotes/${replaced.reference}/revisions`, { request: THREE });
  links["replaced"] = replaced.link;
  links["wrong"] = "/q/none";
});
after(async () => {
  await browser?.close();
  await server?.end();
});

for (const what of ["one", "three", "withdrawn", "replaced", "wrong"]) {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      test(`${what}, ${language}, ${scheme}: anybody can read it, at any width`, async (test) => {
        // axe fetches style sheets and tries a style of its own, which the page's policy forbids as it should. That the
        // page itself does nothing of the kind, the test without scripts shows.
        const allow = [/Content Security Policy directive/, /Couldn't load preload assets/];
        if (what === "wrong") allow.push(/status of 404/);
        const page = await visit(test, browser, `${server.origin}${links[what]}?language=${language}`, { language, scheme, allow });
        for (const width of [320, 360, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await fitsTheWidth(page);
          await axeFindsNothing(page, `${what} at ${width}`);
        }
      });
    }
  }
}

test("without scripts everything is there, and the language can be changed", async (test) => {
  const page = await visit(test, browser, server.origin + links["one"], { scripts: false });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "العربية" }).click();
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await page.getByRole("link", { name: "English" }).click();
  assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
  assert.equal(await page.locator("script").count(), 0);
  assert.equal(await page.locator("[style]").count(), 0);
});

test("the decimals of amounts stand below each other, and below their headings", async (test) => {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    const page = await visit(test, browser, `${server.origin}${links["three"]}?language=${language}`, { language, scripts: true });
    for (const [width, media] of /** @type {const} */ ([[360, "screen"], [1440, "screen"], [794, "print"]])) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ media });
      for (const column of [2, 3]) {
        const ends = await page.locator(`.price tr > :nth-child(${column})`).evaluateAll((cells) => cells.filter((cell) => cell.textContent).map((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          return Math.round(range.getBoundingClientRect().right);
        }));
        assert.equal(new Set(ends).size, ends.length ? 1 : 0, `${language}, ${width}, ${media}, column ${column}: ${ends}`);
      }
    }
  }
});

test("the calendar file is fetched by a form", async (test) => {
  const page = await visit(test, browser, server.origin + links["one"], { scripts: false });
  await page.getByLabel("Day of the first visit").fill("2027-01-10");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button").click()]);
  assert.match(file.suggestedFilename(), /^quote-[0-9A-Z]{3}-[0-9A-Z]{4}\.ics$/);
});

test("a replaced quote leads to the one that took its place", async (test) => {
  const page = await visit(test, browser, server.origin + links["replaced"], { scripts: false });
  await page.getByRole("link", { name: "Open the newer quote" }).click();
  await page.getByText("These prices stand until").waitFor();
});

for (const what of ["one", "three"]) {
  for (const language of /** @type {const} */ (["en", "ar"])) {
    test(`${what}, ${language}: it prints on one A4 sheet`, async (test) => {
      const { page, complaints } = await newPage(browser, server.origin, { scripts: false });
      test.after(() => page.context().close());
      await page.goto(`${server.origin}${links[what]}?language=${language}`);
      const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
      assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 1);
      assert.deepEqual(complaints, []);
    });
  }
}
