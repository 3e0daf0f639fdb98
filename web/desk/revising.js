// A saved quote that is replaced by what is saved next.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { box, put } from "./box.js";
import { next } from "./calls.js";
import { keepDraft } from "./draft.js";
import { changed, isKept, state } from "./state.js";

/** Begins with what a quote was made of. What stood in the box is among the last callers.
 * @param {string} text @param {string} reference */
export function begin(text, reference) {
  next();
  state.revises = reference;
  put(text);
}

/** Says what is replaced, and lets it stand. @param {import("../shared/words.js").Say} say */
export function revising(say) {
  if (!state.revises || isKept()) return nothing;
  const leave = () => {
    state.revises = "";
    keepDraft();
    changed();
    box().focus();
  };
  return html`<p class="notice revising" role="status"><span>${say.rich("revising", { reference: html`<b class="code" dir="ltr">${state.revises}</b>` })}</span> <button type="button" class="quiet" @click=${leave}>${say("revise_not")}</button></p>`;
}
