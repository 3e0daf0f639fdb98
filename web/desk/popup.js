// Why what is in the box has no price, and the ways out, beneath the box: over the answer, so that nothing moves.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { waysOut } from "./offers.js";
import { isRefused, state } from "./state.js";

/** @import { Say } from "../shared/words.js" */

/** Whether the list is there to be chosen from. @param {Say} say */
export function isListOpen(say) {
  return isRefused() && !state.isPopupClosed && state.openChip === null && waysOut(say).length > 0;
}

/** @param {Say} say @param {(offer: import("./state.js").Offer) => void} take */
export function popup(say, take) {
  if (!isRefused() || state.isPopupClosed || state.openChip !== null || !state.refusal) return nothing;
  const list = waysOut(say);
  // What may be a reference or a number is no mistake of the line's.
  const isSought = list[0]?.isSought === true;
  const details = isSought ? [] : (state.refusal.problem.errors ?? [state.refusal.problem]).map((error) => error["detail"]);
  return html`<div class="popup">
    ${details.length ? html`<div class="why">${[...new Set(details)].slice(0, 3).map((detail) => html`<p>${detail}</p>`)}</div>` : nothing}
    ${list.length
      ? html`<div id="choices" class="choices" role="listbox" aria-label=${say("ways_out")}>
          ${list.map((offer, at) => html`<div role="option" id="choice-${at}" class="choice" aria-selected=${at === state.marked ? "true" : "false"}
            @click=${() => take(offer)}><span>${offer.label}</span>${at === state.marked ? html`<kbd>Enter</kbd>` : nothing}</div>`)}
        </div>`
      : html`<div id="choices" hidden></div>`}
  </div>`;
}

/** Moves the mark. @param {number} by @param {Say} say */
export function mark(by, say) {
  const count = waysOut(say).length;
  if (count) state.marked = (state.marked + by + count) % count;
}

/** What is marked. @param {Say} say */
export const marked = (say) => waysOut(say)[state.marked];
