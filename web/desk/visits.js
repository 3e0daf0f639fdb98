// The visits: along a calendar from the day of the first one, and each by itself.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { named } from "../shared/quote.js";
import { visits } from "../shared/visits.js";
import { calendar } from "./calendar.js";
import { hint } from "./hint.js";
import { state } from "./state.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { Estimate } from "api"
 */

/** @param {Estimate} estimate @param {Say} say @param {{ setStart: (day: string) => void }} actions */
export function visitsOf(estimate, say, actions) {
  const items = estimate.items.filter((item) => (item.schedule?.visits.length ?? 0) > 1);
  if (items.length === 0) return nothing;
  const set = (/** @type {Event} */ event) => actions.setStart(/** @type {HTMLInputElement} */ (event.target).value);
  return html`<section class="visits-room">
    <div class="section-head"><h2>${say("visits")}</h2>
      <label class="small start">${say("start")} ${hint("start")} <input class="field small-field" id="start" type="date" .value=${state.asked.start} @change=${set}></label></div>
    ${fallAlike(items).map(([item, ...others]) => html`
      ${items.length > 1 ? html`<p class="small soft">${[item, ...others].map((one) => named(one, say)).join(" · ")}</p>` : nothing}
      ${calendar(item, say)}
      <details class="small"><summary>${say("each_visit")}</summary>${visits(item, say)}</details>`)}
  </section>`;
}

/** Items whose visits fall alike are shown once. @param {Estimate["items"]} items */
function fallAlike(items) {
  /** @type {Map<string, [Estimate["items"][number], ...Estimate["items"]]>} */
  const groups = new Map();
  for (const item of items) {
    const key = JSON.stringify(item.schedule);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
