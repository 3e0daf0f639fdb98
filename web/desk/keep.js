// Saves what is on the screen. It may be sent any number of times and is saved once.

import { askServer } from "./server.js";
import { draftKey, keepDraft, remember } from "./draft.js";
import { price, priced, request } from "./pricing.js";
import { changed, isCurrent, isKept, isSame, state } from "./state.js";

const RESEND_MS = 1500;

/** Saves the quote, once the answer on the screen is that to what is in the box. Whoever is faster than the answer has it
 * saved when it comes, unless more was typed meanwhile. What stands there is asked for once more: where prices changed
 * since, that is told first, and the next time it is saved. */
export async function keep() {
  const asked = { ...state.asked };
  const seen = isCurrent() ? state.answer?.estimate.price_list : undefined;
  await (seen === undefined ? priced() : price());
  if (seen !== undefined && state.answer?.estimate.price_list !== seen) return;
  if (!isSame(asked, state.asked) || !isCurrent() || isKept() || state.keeping === "saving") return;
  const body = quoteRequest(asked);
  const path = state.revises ? `/v1/quotes/${state.revises}/revisions` : "/v1/quotes";
  // The key goes with the body: what was changed after a failure is another quote.
  const text = JSON.stringify([path, body]);
  if (draftKey.body !== text) Object.assign(draftKey, { value: randomKey(), body: text });
  state.keeping = "saving";
  state.keepRefusal = null;
  keepDraft();
  changed();
  await sendQuote(asked, path, body, draftKey.value);
}

/** @param {import("./state.js").Asked} asked @param {string} path @param {unknown} body @param {string} key */
async function sendQuote(asked, path, body, key) {
  const answer = await askServer(path, { body, headers: { "idempotency-key": key } });
  // Meanwhile the next caller may have come.
  const isHere = draftKey.value === key;
  if ("down" in answer) {
    state.down = true;
    // Also when the next caller has come: what was to be saved is saved.
    setTimeout(() => void sendQuote(asked, path, body, key), RESEND_MS);
  } else if ("problem" in answer) {
    state.down = false;
    if (isHere) Object.assign(state, { keeping: "refused", keepRefusal: answer.problem });
    if (answer.problem.status === 401 && state.session) state.session = { staff: null, needs_key: true };
  } else if ("ok" in answer) {
    state.down = false;
    noteQuote(asked, answer.ok);
    if (isHere) took(asked, answer.ok);
  }
  changed();
}

/** @param {import("./state.js").Asked} asked @param {any} quote */
function took(asked, quote) {
  const { answer } = state;
  state.keeping = "";
  state.revises = "";
  state.kept = { asked, quote };
  // Meanwhile another line may have been answered.
  if (answer && isSame(answer.asked, asked) && answer.estimate.price_list !== quote.estimate.price_list) {
    // Prices changed between the answer and the saving: what was saved counts and is read aloud, and what moved is told.
    state.moved = { before: answer.estimate };
    Object.assign(answer, { estimate: { ...answer.estimate, ...quote.estimate }, spoken: quote.estimate.spoken });
  }
  Object.assign(draftKey, { value: "", body: "" });
  keepDraft();
}

/** @param {import("./state.js").Asked} asked @param {any} quote */
function noteQuote(asked, quote) {
  const { estimate } = quote;
  remember({
    text: asked.text, line: estimate.understood?.line ?? asked.text, at: quote.created_at, reference: quote.reference,
    total: estimate.total, currency: estimate.currency,
  });
}

/** @param {import("./state.js").Asked} asked */
function quoteRequest(asked) {
  const { name, phone, email, note } = state.caller;
  const patient = Object.fromEntries(Object.entries({ name, phone, email }).map(([field, text]) => [field, text.trim()]).filter(([, text]) => text));
  return {
    request: request(asked, asked.language),
    ...(Object.keys(patient).length ? { patient } : {}),
    ...(note.trim() ? { note: note.trim() } : {}),
  };
}

/** Also where the page comes without TLS, where a browser makes no UUIDs. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
