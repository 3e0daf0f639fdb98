// Takes pictures of a page: npm run shoot -- PATH OUT [--width 360,768,1440] [--language en,ar] [--scheme light,dark]
//   [--text TEXT] [--keys KEY,KEY] [--quote TEXT] [--server ORIGIN] [--window] [--wait SELECTOR] [--no-scripts] [--print]
// writes OUT-LANGUAGE-WIDTH-SCHEME.png for each. In PATH, LANGUAGE stands for the language; with --quote a quote is saved
// first, and REFERENCE and LINK stand for its own. --text is typed into what has the focus, --keys are pressed after.
// --window takes what is seen at first, not the whole page; --print takes it as it is printed on A4.

import { parseArgs } from "node:util";

import { newPage, openBrowser } from "./lib/page.mjs";
import { Server } from "./lib/server.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "360,768,1440" },
    language: { type: "string", default: "en,ar" },
    scheme: { type: "string", default: "light" },
    text: { type: "string" },
    keys: { type: "string" },
    quote: { type: "string" },
    server: { type: "string" },
    wait: { type: "string" },
    window: { type: "boolean", default: false },
    print: { type: "boolean", default: false },
    "no-scripts": { type: "boolean", default: false },
  },
});
const [where, out] = positionals;
if (where === undefined || out === undefined) {
  process.stderr.write("npm run shoot -- PATH OUT [--width …] [--language …] [--scheme …] [--text …]: see shoot.mjs\n");
  process.exit(2);
}

const server = values.server === undefined ? await Server.start() : null;
const origin = values.server ?? server?.origin ?? "";
const browser = await openBrowser();
try {
  for (const language of /** @type {("en" | "ar")[]} */ (values.language.split(",")))
    for (const scheme of /** @type {("light" | "dark")[]} */ (values.scheme.split(",")))
      for (const width of values.width.split(",").map(Number)) await shoot(language, scheme, width);
} finally {
  await browser.close();
  await server?.end();
}

/** @param {"en" | "ar"} language @param {"light" | "dark"} scheme @param {number} width */
async function shoot(language, scheme, width) {
  const { page, complaints } = await newPage(browser, origin, { language, scheme, width, scripts: !values["no-scripts"] });
  await page.goto(origin + (await path(language)), { waitUntil: "networkidle" });
  if (values.print) {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 794, height: 1123 });
  }
  if (values.text !== undefined) await page.keyboard.type(values.text);
  for (const key of values.keys?.split(",") ?? []) await page.keyboard.press(key);
  await page.waitForLoadState("networkidle");
  if (values.wait !== undefined) await page.waitForSelector(values.wait);
  const file = `${out}-${language}-${width}-${scheme}.png`;
  await page.screenshot({ path: file, fullPage: !values.window });
  process.stdout.write(`${file}\n${complaints.map((text) => `  ${text}\n`).join("")}`);
  await page.context().close();
}

/** The path for a language, with a quote of its own where one is wanted. @param {"en" | "ar"} language */
async function path(language) {
  const filled = (where ?? "").replaceAll("LANGUAGE", language);
  if (values.quote === undefined) return filled;
  const body = JSON.stringify({ request: { text: values.quote, language } });
  const answer = await fetch(`${origin}/v1/quotes`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const quote = /** @type {any} */ (await answer.json());
  if (!answer.ok) throw new Error(JSON.stringify(quote));
  return filled.replaceAll("REFERENCE", quote.reference).replaceAll("LINK", quote.link);
}
