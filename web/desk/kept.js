// A quote that was saved: its reference, to be said over the telephone.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { hint } from "./hint.js";
import { spelled } from "./spell.js";
import { state } from "./state.js";

/** @import { Say } from "../shared/words.js" */

/** @param {Say} say @param {{ next: () => void, send: () => void }} actions */
export function keptCard(say, { next, send }) {
  const quote = state.kept?.quote;
  if (!quote) return nothing;
  const language = state.asked.language;
  return html`<div class="kept card" role="group" aria-label=${say("saved_as")}>
    <div class="section-head"><p class="small soft">${say("saved_as")}</p><p class="small soft">${say("valid_until", { day: say.date(quote.valid_until) })}</p></div>
    <p class="reference" dir="ltr" aria-label=${quote.reference}>${spelled(quote.reference, language).map(
      (group) => html`<span class="group">${group.map(({ symbol, word }) => html`<span class="symbol"><b>${symbol}</b><span lang=${language}>${word}</span></span>`)}</span>`,
    )}</p>
    <div class="actions">
      <a class="quiet" href=${quote.link} target="_blank" rel="noopener">${say("patient_page")}</a>
      <button type="button" class="button" @click=${send}>${say("open_and_send")} ${hint("saved")}</button>
      <button type="button" class="button primary" @click=${next}>${say("next_caller")} ${hint("next")}</button>
    </div>
  </div>`;
}
