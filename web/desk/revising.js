// A saved quote, and what is saved next in its place.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { box, put } from "./box.js";
import { next } from "./calls.js";
import { keepDraft } from "./draft.js";
import { hint } from "./hint.js";
import { changed, hasWords, isKept, state } from "./state.js";

/** Begins with what a quote was made of. What stood in the box is among the last callers.
 * @param {string} text @param {string} reference */
export function begin(text, reference) {
  next();
  state.revises = reference;
  put(text);
}

/** Says what is replaced, or may be: what is saved after a quote was saved and its line changed is another one, unless
 * it is told to take that one's place. A wrong one in its place could not be undone. @param {import("../shared/words.js").Say} say */
export function revising(say) {
  if (isKept()) return nothing;
  const reference = state.revises || replaceable();
  if (!reference) return nothing;
  const code = html`<b class="code" dir="ltr">${reference}</b>`;
  const [told, other] = state.revises ? ["revising", "revise_not"] : ["stays", "revise"];
  return html`<p class="notice revising" role="status"><span>${say.rich(told, { reference: code })}</span>
    <button type="button" class="quiet" @click=${replace}>${say(other)} ${hint("replace")}</button></p>`;
}

/** The quote of this caller that what is saved next may replace. */
const replaceable = () => (state.kept && hasWords(state.asked.text) ? state.kept.quote.reference : "");

/** Has what is saved next take the place of a quote, or not. */
export function replace() {
  if (isKept()) return;
  state.revises = state.revises ? "" : replaceable();
  keepDraft();
  changed();
  box().focus();
}
