// Troubles that a page must live with, between it and a server that is well.

/** @typedef {import("playwright-core").Page} Page */

const API = "**/v1/**";

/** Has what the page asks for answered by the test. A browser tells a page that is open of it by and by: what the page
 * asks in the same moment may still pass, so this ends when a question of the page's own has been caught. What is no page
 * asks nothing.
 * @param {Page} page @param {string} where @param {(route: import("playwright-core").Route) => unknown} answer */
export async function answerFor(page, where, answer) {
  await page.route(where, answer);
  if (page.url() === "about:blank" || (await page.evaluate(() => document.contentType)) !== "text/html") return;
  const own = page.url().replace(/#.*/, "");
  const isOwn = (/** @type {URL} */ url) => url.href === own;
  await page.route(isOwn, (route) => (route.request().method() === "HEAD" ? route.fulfill({ status: 204 }) : route.fallback()));
  while ((await page.evaluate((own) => fetch(own, { method: "HEAD" }).then((answer) => answer.status), own)) !== 204);
  await page.unroute(isOwn);
}

/** As when the server is down or the network gone. Ends with `mended`. @param {Page} page @param {string} [where] */
export async function down(page, where = API) {
  await answerFor(page, where, (route) => route.abort("connectionrefused"));
}

/** Holds every answer back until the function that this gives is called. @param {Page} page @param {string} [where] */
export async function slow(page, where = API) {
  /** @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => (release = () => resolve(undefined)));
  await answerFor(page, where, async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  return release;
}

/** Answers as a server does that is asked too often. @param {Page} page @param {number} [seconds] @param {string} [where] */
export async function tooMany(page, seconds = 1, where = API) {
  await problem(page, where, { status: 429, code: "too_many_requests", title: "Too many requests", detail: "Ask again later." }, { "retry-after": String(seconds) });
}

/** Answers as a server does whose database is gone. @param {Page} page @param {number} [seconds] @param {string} [where] */
export async function unavailable(page, seconds = 1, where = API) {
  await problem(page, where, { status: 503, code: "store_unavailable", title: "Quotes can't be kept right now", detail: "Try again later." }, { "retry-after": String(seconds) });
}

/** Answers with a problem of one's own. @param {Page} page @param {string} where
 *  @param {{ status: number, code: string, title: string, detail: string, errors?: unknown[] }} problem @param {Record<string, string>} [headers] */
export async function problem(page, where, problem, headers = {}) {
  const body = JSON.stringify({ type: `/docs/problems#${problem.code}`, ...problem });
  await answerFor(page, where, (route) => route.fulfill({ status: problem.status, headers: { "content-type": "application/problem+json", ...headers }, body }));
}

/** All is well again. @param {Page} page */
export async function mended(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
}
