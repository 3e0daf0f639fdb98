// What Lighthouse says of the pages, on a desktop and on a phone: npm run lighthouse -- [--server ORIGIN] [PATH…]
// Without an origin the debug build is asked, which is slower than what a clinic runs.

import { createServer } from "node:net";
import { parseArgs } from "node:util";

import lighthouse, { desktopConfig } from "lighthouse";

import { openBrowser } from "./lib/page.mjs";
import { Server } from "./lib/server.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { server: { type: "string" } } });
const server = values.server === undefined ? await Server.start() : null;
const origin = values.server ?? server?.origin ?? "";
try {
  for (const path of await paths())
    for (const [name, config] of [["desktop", desktopConfig], ["phone", undefined]]) await judge(path, /** @type {string} */ (name), /** @type {any} */ (config));
} finally {
  await server?.end();
}

/** The pages: those that are named, or each kind of them. */
async function paths() {
  if (positionals.length > 0) return positionals;
  if (server === null) return ["/desk", "/widget-demo"];
  return ["/desk", (await server.quote("belly 10")).link, "/widget-demo"];
}

/** @param {string} path @param {string} device @param {import("lighthouse").Config | undefined} config */
async function judge(path, device, config) {
  // Asked for once before: what a server does at its first answer alone is not the page's.
  await fetch(origin + path).then((answer) => answer.text());
  const port = await freePort();
  const browser = await openBrowser([`--remote-debugging-port=${port}`]);
  const result = await lighthouse(origin + path, { port, onlyCategories: CATEGORIES, logLevel: "error" }, config).finally(() => browser.close());
  if (result === undefined) throw new Error(`nothing of ${path}`);
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((name) => `${name} ${Math.round((categories[name]?.score ?? 0) * 100)}`);
  process.stdout.write(`${path.replace(/^\/q\/.*/, "/q/…")} ${device}: ${scores.join(", ")}\n`);
  for (const name of CATEGORIES)
    for (const { id, weight } of categories[name]?.auditRefs ?? []) {
      const audit = audits[id];
      if (weight > 0 && audit?.score !== null && audit?.score !== undefined && audit.score < 1)
        process.stdout.write(`  ${Math.round(audit.score * 100)} ${audit.title}${audit.displayValue ? `: ${audit.displayValue}` : ""}\n`);
    }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, "127.0.0.1", () => {
      const address = listener.address();
      listener.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
