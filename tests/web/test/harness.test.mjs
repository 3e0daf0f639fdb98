// That the checks notice what they are there to notice.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axeFindsNothing, newPage } from "../lib/page.mjs";
import { Server } from "../lib/server.mjs";
import { browser, server } from "../lib/shared.mjs";

test("a page's errors and its requests to other hosts are noticed", async () => {
  const { page, complaints } = await newPage(browser, server.origin, {});
  await page.route("http://elsewhere.example/**", (route) => route.fulfill({ body: "" }));
  await page.route(`${server.origin}/made-up`, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><script>console.error("told"); fetch("http://elsewhere.example/x", { mode: "no-cors" }); throw new Error("thrown")</script>` }));
  await page.goto(`${server.origin}/made-up`, { waitUntil: "networkidle" });
  for (const part of ["console: told", "thrown", "another host: http://elsewhere.example/x"])
    assert.ok(complaints.some((text) => text.includes(part)), `${part}: ${complaints.join("\n")}`);
  await page.context().close();
});

test("what axe finds fails, inside shadow trees too", async () => {
  const { page } = await newPage(browser, server.origin, {});
  await page.goto(`${server.origin}/desk`);
  await page.evaluate(() => {
    const input = document.createElement("input");
    const host = document.createElement("div");
    host.attachShadow({ mode: "open" }).append(input);
    document.querySelector("main")?.append(host);
  });
  await assert.rejects(axeFindsNothing(page), /label/);
  await page.context().close();
});

test("a server starts again at its address with what it kept", async () => {
  const other = await Server.start({ keys: ["Front desk 1"] });
  const origin = other.origin;
  const authorization = `Bearer ${other.keys["Front desk 1"]}`;
  const saved = await other.ask("POST", "/v1/quotes", { request: { text: "belly 10" } }, { authorization });
  assert.equal(saved.status, 201);
  await other.stop();
  await other.again();
  assert.equal(other.origin, origin);
  const found = await other.ask("GET", `/v1/quotes/${saved.body.reference}`, undefined, { authorization });
  assert.deepEqual(found.body, saved.body);
  assert.equal((await other.ask("GET", `/v1/quotes/${saved.body.reference}`)).status, 403);
  await other.end();
});
