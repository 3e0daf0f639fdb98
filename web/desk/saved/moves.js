// What is done to a quote. Each move carries a key, so that it may be sent again and is done once.

import { askServer as ask } from "../server.js";
import { fetchMessage } from "./sending.js";
import { saved } from "./state.js";

/** @import { Context } from "../views.js" */
/** @import { Quote } from "./state.js" */

/**
 * Opens a quote; tells whether there is nothing more to look for. Where the text was perhaps a name and no reference, a
 * reference that is none says nothing.
 * @param {string} reference @param {Context} context @param {boolean} isSure
 */
export async function openQuote(reference, context, isSure) {
  saved.opening = reference;
  context.render();
  const answer = await ask(path(reference), { tries: 3 });
  if (saved.opening !== reference) return true;
  saved.opening = "";
  const isNone = "problem" in answer && ["check_the_code", "quote_not_found"].includes(answer.problem.code);
  if (isNone && !isSure) {
    context.render();
    return false;
  }
  Object.assign(saved, { open: null, problem: null, form: "", done: "", verified: null, agreed: "", sending: "" });
  if ("ok" in answer) {
    saved.open = answer.ok;
    context.say(answer.ok.reference);
    void fetchMessage(answer.ok, context);
  } else if ("problem" in answer) saved.problem = answer.problem;
  else if ("down" in answer) saved.problem = "down";
  context.render();
  document.getElementById("quote-title")?.focus();
  return true;
}

/** @param {string} reference */
const path = (reference) => `/v1/quotes/${encodeURIComponent(reference)}`;

/** The key of a move that was not answered yet. */
const pending = { asked: "", key: "" };

/** @param {"accept" | "decline" | "withdraw"} move @param {unknown} body @param {Context} context */
export async function move(move, body, context) {
  const quote = saved.open;
  if (!quote || saved.moving) return;
  const asked = JSON.stringify([quote.reference, move, body]);
  if (pending.asked !== asked) Object.assign(pending, { asked, key: randomKey() });
  start(move, context);
  const answer = await ask(`${path(quote.reference)}/${move}`, { body, headers: { "idempotency-key": pending.key }, tries: 3 });
  await ended(answer, quote, `done_${move}`, context);
}

/** @param {Context} context */
export async function erase(context) {
  const quote = saved.open;
  if (!quote || saved.moving) return;
  start("erase", context);
  const answer = await ask(`${path(quote.reference)}/patient`, { method: "DELETE", tries: 3 });
  await ended(answer, quote, "done_erase", context);
}

/** Prices the quote again from the list that it was made with. @param {Context} context */
export async function verify(context) {
  const quote = saved.open;
  if (!quote || saved.moving) return;
  start("verify", context);
  saved.verified = null;
  const answer = await ask(`${path(quote.reference)}/verification`, { tries: 3 });
  saved.moving = "";
  if (saved.open?.reference !== quote.reference) return;
  if ("ok" in answer) saved.verified = answer.ok;
  else saved.problem = "problem" in answer ? answer.problem : "down";
  context.render();
}

/** @param {string} what @param {Context} context */
function start(what, context) {
  Object.assign(saved, { moving: what, problem: null, done: "" });
  context.render();
}

/** @param {import("../server.js").Answer} answer @param {Quote} quote @param {string} done @param {Context} context */
async function ended(answer, quote, done, context) {
  saved.moving = "";
  if (saved.open?.reference !== quote.reference) return;
  if ("ok" in answer) {
    Object.assign(pending, { asked: "", key: "" });
    saved.form = "";
    show(answer.ok ?? (await fresh(quote.reference)) ?? quote);
    saved.done = done;
    // What is sent says what became of it.
    saved.messages = {};
    void fetchMessage(saved.open, context);
  } else if ("problem" in answer) {
    Object.assign(pending, { asked: "", key: "" });
    saved.problem = answer.problem;
    // Somebody else was quicker: what the quote is now is shown beside what was said.
    if (answer.problem.status === 409) {
      const now = await fresh(quote.reference);
      if (now) show(now);
      saved.form = "";
    }
  } else saved.problem = "down";
  context.render();
}

/** @param {string} reference @returns {Promise<Quote | null>} */
async function fresh(reference) {
  const answer = await ask(path(reference));
  return "ok" in answer ? answer.ok : null;
}

/** Shows a quote as it is now, in the list too. @param {Quote} quote */
function show(quote) {
  saved.open = quote;
  const { reference, state, agreed_total = null, patient } = quote;
  saved.found = saved.found?.map((row) => (row.reference === reference ? { ...row, state, agreed_total, patient } : row)) ?? null;
}

/** Also where the page comes without TLS, where a browser makes no UUIDs. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
