// Saves what is on the screen. It may be sent any number of times and is saved once.

import { box } from "./box.js";
import { refusedField } from "./caller.js";
import { askServer, isOfStranger } from "./server.js";
import { draftKey, keepDraft, remember } from "./draft.js";
import { putOut, takeIn, waiting } from "./outbox.js";
import { price, priced, request } from "./pricing.js";
import { changed, isCurrent, isKept, isSame, state } from "./state.js";

const RESEND_MS = 1500;

/** Saves the quote, once the answer on the screen is that to what is in the box. Whoever is faster than the answer has it
 * saved when it comes, unless more was typed meanwhile. What stands there is asked for once more: where prices changed
 * since, that is told first, and the next time it is saved. */
export async function keep() {
  const asked = { ...state.asked };
  const seen = isCurrent() ? state.answer?.estimate.price_list : undefined;
  await (seen === undefined ? pricedAtLast(asked) : price());
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
  const sending = { asked, path, body, key: draftKey.value };
  putOut(sending);
  await send(sending);
}

/** Ends when the line is priced, or is another one: a server that is down is waited for. @param {import("./state.js").Asked} asked */
async function pricedAtLast(asked) {
  await priced();
  while (state.down && !isCurrent() && isSame(asked, state.asked)) {
    if (state.keeping === "") {
      state.keeping = "wished";
      changed();
    }
    await new Promise((rested) => setTimeout(rested, RESEND_MS));
    await priced();
  }
  if (state.keeping === "wished") state.keeping = "";
}

/** Goes on with what was on its way when the page was left. */
export function sendWaiting() {
  for (const sending of waiting()) {
    if (isHere(sending)) state.keeping = "saving";
    void send(sending);
  }
}

/** Whether it is this caller's: meanwhile the next one may have come. @param {import("./outbox.js").Sending} sending */
const isHere = ({ key }) => draftKey.value === key;

/** @param {import("./outbox.js").Sending} sending */
async function send(sending) {
  const { asked, path, body, key } = sending;
  const answer = await askServer(path, { body, headers: { "idempotency-key": key } });
  const isOfCaller = isHere(sending);
  state.down = "down" in answer;
  if ("down" in answer) {
    // Also when the next caller has come: what was to be saved is saved.
    setTimeout(() => void send(sending), RESEND_MS);
  } else if ("problem" in answer && isOfStranger(answer.problem)) {
    // It goes on when somebody has shown a key.
    if (isOfCaller) state.keeping = "";
  } else if ("problem" in answer) {
    takeIn(sending);
    if (isOfCaller) takeRefusal(answer.problem);
  } else if ("ok" in answer) {
    takeIn(sending);
    noteQuote(asked, answer.ok);
    if (isOfCaller) took(asked, answer.ok);
  }
  changed();
  if (isOfCaller) goToOutcome();
}

/** What was saved or refused is on the screen, unless something else is looked at by now: of a quote the reference, which is
 * said next, and the cursor where the next caller begins; else the field of the caller's that was refused. */
function goToOutcome() {
  const field = refusedField();
  if (state.view !== null) return;
  if (field) document.getElementById(`caller-${field}`)?.focus();
  else if (isKept() && !state.overlay) {
    box().focus();
    document.querySelector(".kept")?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {import("./server.js").Refusal} problem */
function takeRefusal(problem) {
  Object.assign(state, { keeping: "refused", keepRefusal: problem });
  // What it was to replace stands for good: what is saved next is a quote of its own.
  if (problem.code === "state_conflict") Object.assign(state, { revises: "", kept: null });
  if (refusedField() && state.view === null) state.isCallerOpen = true;
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
