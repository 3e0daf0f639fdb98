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

/** From the key event's own time to the frame after the price stood in the page. */
async function keyToPrice() {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.origin}/desk`, { waitUntil: "networkidle" });
  await page.waitForSelector("#bar .tab");
  await page.evaluate(watch);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const text of LINES) {
      for (const letter of text) {
        await page.keyboard.type(letter);
        await page.waitForTimeout(60);
      }
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
    }
  const took = /** @type {number[]} */ (await page.evaluate("took"));
  const sorted = took.sort((one, other) => one - other);
  const at = (/** @type {number} */ share) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { keyToPrice: { keys: sorted.length, median: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) } };
}

/** In the page: notes how long each key took until its price, or why there is none, was painted. */
function watch() {
  const took = /** @type {number[]} */ ([]);
  Object.assign(globalThis, { took });
  let key = 0;
  addEventListener("keydown", (event) => { key = event.timeStamp; }, true);
  const below = document.getElementById("below");
  const popup = document.getElementById("popup");
  if (!below || !popup) return;
  const seen = () => {
    const isAnswered = document.querySelector(".answer[aria-busy=false]") ?? document.querySelector(".popup");
    if (!key || !isAnswered) return;
    const from = key;
    key = 0;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => took.push(performance.now() - from);
      port2.postMessage(null);
    });
  };
  const observer = new MutationObserver(seen);
  observer.observe(below, { attributes: true, childList: true, subtree: true, characterData: true });
  observer.observe(popup, { attributes: true, childList: true, subtree: true, characterData: true });
}
