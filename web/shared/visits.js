// How the visits of a course would fall.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { span } from "./comparison.js";

/**
 * @import { Say } from "./words.js"
 * @import { EstimatedItem } from "api"
 * @typedef {NonNullable<EstimatedItem["schedule"]>["visits"][number]} Visit
 */

/** @param {EstimatedItem} item @param {Say} say */
export const visits = (item, say) => {
  const { schedule } = item;
  if (!schedule) return nothing;
  const { from, to } = schedule.span_days;
  return html`<p class="span">${to ? span(from, to, say) : say("visits_count", { count: 1 })}</p>
    <ol class="visits">${schedule.visits.map((visit) => html`<li>${when(visit, say)}</li>`)}</ol>`;
};

/** @param {Visit} visit @param {Say} say */
const when = (visit, say) => {
  if ("earliest" in visit) {
    const [from, to] = [say.date(visit.earliest), say.date(visit.latest)];
    return from === to ? from : say("range", { from, to });
  }
  const { earliest_day: from, latest_day: to } = visit;
  return from === to ? say("day", { day: from }) : say("day_range", { from, to });
};
