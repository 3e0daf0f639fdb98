// Every page stands, complains of nothing and can be read by everybody.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axeFindsNothing, fitsTheWidth, visit } from "../lib/page.mjs";
import { browser, server } from "../lib/shared.mjs";

for (const width of [320, 768, 1440]) {
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    test(`/desk at ${width} pixels, ${scheme}`, async (test) => {
      const page = await visit(test, browser, `${server.origin}/desk`, { width, scheme });
      assert.match(await page.title(), /mesoquote/);
      assert.equal(await page.getByRole("main").count(), 1);
      await fitsTheWidth(page);
    });
  }
}

test("/docs shows every operation", async (test) => {
  const page = await visit(test, browser, `${server.origin}/docs`);
  await page.getByText("/v1/estimates").first().waitFor();
  assert.ok((await page.locator(".opblock").count()) > 10);
});

test("/docs/problems explains every code", async (test) => {
  const page = await visit(test, browser, `${server.origin}/docs/problems`, { width: 360 });
  assert.equal(await page.locator("#unknown_area").count(), 1);
  await axeFindsNothing(page);
  await fitsTheWidth(page);
});
