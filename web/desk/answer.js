// The answer: the total, the sentence to read aloud, what it is made of, and saving it.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { breakdown, offers, perSession, total } from "../shared/quote.js";
import { plans } from "../shared/plans.js";
import { callerButton, callerFields, refusedField } from "./caller.js";
import { hint } from "./hint.js";
import { keptCard } from "./kept.js";
import { moved } from "./moved.js";
import { changed, isCurrent, isKept, state } from "./state.js";
import { suggestions } from "./offers.js";
import { visitsOf } from "./visits.js";

/**
 * @import { Say } from "../shared/words.js"
 * @typedef {object} Actions
 * @property {(text: string) => void} put
 * @property {() => void} save
 * @property {() => void} next
 * @property {() => void} send
 * @property {() => void} switchLanguage
 * @property {() => void} copy
 * @property {(day: string) => void} setStart
 * @property {(language: string) => string} languageName
 */

/** @param {Say} say @param {Actions} actions */
export function answer(say, actions) {
  const found = state.answer;
  if (!found) return nothing;
  const { estimate } = found;
  const isStale = !isCurrent();
  return html`<section class="answer ${isStale ? "stale" : ""}" aria-label=${say("answer")}>
    ${isKept() ? keptCard(say, actions) : nothing}
    ${moved(estimate, say)}
    <div class="sum-up ${estimate.high ? "range" : ""}">${total(estimate, say)}</div>
    <div class="head">
      <div class="soft small rates">${perSession(estimate, say)}</div>
      ${isKept() ? nothing : saveButton(say, actions.save, isStale)}
    </div>
    ${readAloud(say, actions)}
    ${offers(estimate, say)}
    <div class="next">${suggested(say, actions.put)}${callerButton(say)}</div>
    ${callerFields(say)}
    <div class="made-of">
      <div class="section-head"><h2>${say("made_of")}</h2>
        <button type="button" class="quiet" aria-expanded=${state.isWhyOpen ? "true" : "false"} @click=${toggleWhy}>${say("why")} ${hint("why")}</button></div>
      ${breakdown(estimate, say, state.isWhyOpen ? { source } : {})}
    </div>
    ${visitsOf(estimate, say, actions)}
    ${estimate.plans?.length ? html`<section class="plans-room"><h2>${say("plans")}</h2>${plans(estimate, say)}</section>` : nothing}
    <p class="soft small version">${say("priced_on", { on: say.date(estimate.on), version: estimate.price_list })}</p>
  </section>`;
}

/** @param {string} row */
const source = (row) => html`<code class="source">${row}</code>`;

function toggleWhy() {
  state.isWhyOpen = !state.isWhyOpen;
  changed();
}

/** @param {Say} say @param {() => void} save @param {boolean} isStale */
function saveButton(say, save, isStale) {
  const isBusy = state.keeping === "saving";
  return html`<div class="saving">
    <button type="button" class="button primary" aria-disabled=${isStale || isBusy ? "true" : "false"} @click=${save}>
      ${say(isBusy ? "saving" : "save")} ${hint("save")}</button>
    ${state.keepRefusal && !refusedField() ? html`<p class="small bad-text" role="alert">${state.keepRefusal.detail} ${state.keepRefusal.code === "state_conflict" ? say("conflict_then") : nothing}</p>` : nothing}
  </div>`;
}

/** @param {Say} say @param {Actions} actions */
function readAloud(say, actions) {
  const { asked, spoken } = /** @type {NonNullable<typeof state.answer>} */ (state.answer);
  const dir = ["ar", "fa", "ur", "he"].includes(asked.language) ? "rtl" : "ltr";
  return html`<figure class="spoken">
    <figcaption class="section-head">
      <span class="small soft">${say("read_aloud")}</span>
      <span class="tools">
        <button type="button" class="quiet" @click=${actions.switchLanguage}>${actions.languageName(asked.language)} ${hint("callerLanguage")}</button>
        <button type="button" class="quiet" @click=${actions.copy}>${say("copy")} ${hint("copy")}</button>
      </span>
    </figcaption>
    <blockquote lang=${asked.language} dir=${dir}>${spoken}</blockquote>
  </figure>`;
}

/** What the line leaves open, each with its number to press. @param {Say} say @param {(text: string) => void} put */
function suggested(say, put) {
  const list = suggestions(say);
  return html`<div class="suggestions" role="group" aria-label=${say("suggestions")}>
    ${list.map((offer, at) => html`<button type="button" class="suggestion" @click=${() => put(offer.text)}>
      <kbd>${at + 1}</kbd> ${offer.label}</button>`)}
  </div>`;
}
