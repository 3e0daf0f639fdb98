// A server and a browser that all tests of a file share: there before the first one, gone after the last.

import { after, before } from "node:test";

import { openBrowser } from "./page.mjs";
import { Server } from "./server.mjs";

/** @type {Server} */
export let server;
/** @type {import("playwright-core").Browser} */
export let browser;

before(async () => {
  [server, browser] = await Promise.all([Server.start(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await server?.end();
});
