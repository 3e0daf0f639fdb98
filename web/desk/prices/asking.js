// What is asked of the server: what is in force, what a list would do, and putting it in force.

import { askServer as ask } from "../server.js";
import { current, prices } from "./state.js";

/** @import { Context } from "../views.js" */
/** @import { Sent } from "./state.js" */

/** What is in force, and what was published. @param {Context} context @param {boolean} [isQuiet] */
export async function load(context, isQuiet = false) {
  const answer = await ask("/v1/price-lists", { tries: isQuiet ? 1 : 3 });
  if ("ok" in answer) {
    const { price_lists: lists, can_publish: canPublish, has_folder: hasFolder } = answer.ok;
    Object.assign(prices, { lists, canPublish, hasFolder, problem: null });
    if (!current()) prices.clinic = context.catalog?.clinic ?? lists[0]?.clinic ?? "";
    await loadHistory(context);
  } else if ("problem" in answer) prices.problem = answer.problem;
  else if ("down" in answer) prices.problem = "down";
  context.render();
}

/** @param {Context} context @param {number} [before] */
export async function loadHistory(context, before) {
  const answer = await ask(`/v1/price-lists/${encodeURIComponent(prices.clinic)}/history${before ? `?before=${before}` : ""}`, { tries: 2 });
  if ("ok" in answer) {
    prices.history = before ? [...(prices.history ?? []), ...answer.ok.published] : answer.ok.published;
    prices.next = answer.ok.next;
  }
  if (before) context.render();
}

/** The asking that counts: an answer to an earlier one comes too late. */
let asking = 0;

/** Asks what a list is worth and what it would do. @param {Sent} sent @param {Context} context */
export async function check(sent, context) {
  const own = (asking += 1);
  Object.assign(prices, { sent, isChecking: true, refused: null, published: null });
  context.render();
  const answer = await ask("/v1/price-lists/check", { body: { clinic: prices.clinic, language: context.language, ...sent }, tries: 2 });
  if (own !== asking) return;
  // Somebody else may have put another list in force.
  if ("ok" in answer && answer.ok.in_force !== current()?.version) await load(context, true);
  Object.assign(prices, { isChecking: false, checked: "ok" in answer ? answer.ok : null });
  if ("problem" in answer) prices.refused = answer.problem;
  else if ("down" in answer) prices.refused = "down";
  context.render();
  document.getElementById("candidate-title")?.focus();
}

/** The key of what was not answered yet. */
const pending = { asked: "", key: "" };

/** Puts in force what was checked, unless another list is in force by now. @param {Context} context */
export async function publish(context) {
  const { sent, checked } = prices;
  if (!sent || !checked || prices.isPublishing) return;
  const body = { clinic: prices.clinic, ...sent, ...(checked.in_force ? { instead_of: checked.in_force } : {}) };
  const asked = JSON.stringify([body.clinic, body.instead_of, checked.version]);
  if (pending.asked !== asked) Object.assign(pending, { asked, key: randomKey() });
  Object.assign(prices, { isPublishing: true, refused: null });
  context.render();
  const answer = await ask("/v1/price-lists/publish", { body, headers: { "idempotency-key": pending.key }, tries: 3 });
  prices.isPublishing = false;
  if ("ok" in answer) {
    Object.assign(prices, { published: answer.ok, checked: null, sent: null, files: {}, leftOut: [] });
    Object.assign(pending, { asked: "", key: "" });
    await load(context);
    document.getElementById("in-force-title")?.focus();
  } else if ("problem" in answer) {
    Object.assign(pending, { asked: "", key: "" });
    prices.refused = answer.problem;
    // What it would do is another thing by now: it is looked at again before anything is done.
    if (answer.problem.code === "other_list_in_force") await checkAgain(context);
  } else if ("down" in answer) prices.refused = "down";
  context.render();
}

/** @param {Context} context */
async function checkAgain(context) {
  const { refused, sent } = prices;
  await load(context);
  if (sent) await check(sent, context);
  prices.refused ??= refused;
}

/** Also where the page comes without TLS, where a browser makes no UUIDs. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
