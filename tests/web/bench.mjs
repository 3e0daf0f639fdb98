// Measures the desk in Chromium, with the server on this machine: from a key to the repainted price, and what the first
// load fetches. node bench.mjs; MESOQUOTE_BINARY names a release build. Nothing is asserted: machines differ.

import { openBrowser } from "./lib/page.mjs";
import { Server } from "./lib/server.mjs";

const LINES = ["belly 10+", "thighs 12 + arms 6", "hair 6 numbing", "belly 10 + thighs 12 + hips 8 numbing", "بطن 10", "lipo belly + thighs"];
const ROUNDS = 8;

const server = await Server.start();
const browser = await openBrowser();
try {
  console.log(await firstLoad());
  console.log(await keyToPrice());
} finally {
  await browser.close();
  await server.end();
}

/** Requests and bytes until the page is quiet, and what came after that by itself. */
async function firstLoad() {
  const page = await (await browser.newContext()).newPage();
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  let [requests, bytes] = [0, 0];
  client.on("Network.responseReceived", (event) => (requests += event.response.url.startsWith("http") ? 1 : 0));
  client.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  const started = Date.now();
  await page.goto(`${server.origin}/desk`, { waitUntil: "networkidle" });
  await page.waitForSelector("#bar .tab");
  return { firstLoad: { requests, kilobytes: Math.round(bytes / 100) / 10, msUntilQuiet: Date.now() - started } };
}

/** From the key event's own time to the frame after the price stood in the page. Nobody looks over the page's shoulder: what
 * tells Playwright of each request takes as long as the server does. */
async function keyToPrice() {
  const session = await browser.newBrowserCDPSession();
  const { targetId } = await session.send("Target.createTarget", { url: `${server.origin}/desk`, width: 1440, height: 900 });
  const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
  let last = 0;
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  session.on("Target.receivedMessageFromTarget", (event) => {
    const { id, result } = JSON.parse(event.message);
    waiting.get(id)?.(result);
  });
  /** @param {string} method @param {object} params @returns {Promise<any>} */
  const send = (method, params) =>
    new Promise((resolve) => {
      waiting.set((last += 1), resolve);
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: last, method, params }) });
    });
  const evaluate = async (/** @type {string} */ expression) => (await send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
  const key = async (/** @type {object} */ pressed) => {
    await send("Input.dispatchKeyEvent", { type: "keyDown", ...pressed });
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...pressed });
  };
  while (!(await evaluate("document.querySelector('#bar .tab') !== null"))) await rest(100);
  await evaluate(`(${watch})()`);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round === 1) await evaluate("first = took.length");
    for (const text of LINES) {
      for (const letter of text) {
        await key({ key: letter, text: letter });
        await rest(60);
      }
      for (let times = 0; times < 2; times += 1) await key({ key: "Escape", code: "Escape", windowsVirtualKeyCode: 27 });
    }
  }
  const took = /** @type {number[]} */ (await evaluate("took"));
  const first = /** @type {number} */ (await evaluate("first"));
  return { keyToPrice: { all: told(took), typedForTheFirstTime: told(took.slice(0, first)), typedBefore: told(took.slice(first)) } };
}

/** @param {number[]} took In milliseconds. */
function told(took) {
  const sorted = [...took].sort((one, other) => one - other);
  const at = (/** @type {number} */ share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { keys: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) };
}

/** @param {number} ms */
function rest(ms) {
  return new Promise((rested) => setTimeout(rested, ms));
}

/** In the page: notes how long each key took until its price, or why there is none, was painted. */
function watch() {
  const took = /** @type {number[]} */ ([]);
  Object.assign(globalThis, { took });
  let key = 0;
  addEventListener("keydown", (event) => { key = event.timeStamp; }, true);
  const below = document.getElementById("below");
  if (!below) return;
  const seen = () => {
    if (!key || below.getAttribute("aria-busy") !== "false") return;
    const from = key;
    key = 0;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => took.push(performance.now() - from);
      port2.postMessage(null);
    });
  };
  // What was answered before stands there at once, without anything being busy: all that the line shows is watched.
  const desk = document.getElementById("desk") ?? below;
  new MutationObserver(seen).observe(desk, { attributes: true, childList: true, subtree: true, characterData: true });
}
