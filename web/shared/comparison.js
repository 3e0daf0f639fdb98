// Cost, visits and time beside the alternative. Never results.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { named, sums } from "./quote.js";

/**
 * @import { Say } from "./words.js"
 * @import { Comparison, Estimate, This } from "api"
 */

/** "Liposuction", or what the alternatives are called together. @param {Comparison} comparison */
export const alternativeName = (comparison) =>
  [...new Set(comparison.alternative?.items.map((item) => item.treatment_name))].join(", ");

/** @param {Estimate} estimate @param {Say} say */
export const comparison = (estimate, say) => {
  const compared = estimate.comparison;
  if (!compared) return nothing;
  const { this: own, alternative } = compared;
  return html`<div class="comparison" part="comparison">
    ${own && alternative ? [table(compared, estimate.currency, say), verdict(compared, estimate, say)] : nothing}
    ${compared.not_compared.map(({ item, reason }) => {
      const left = estimate.items[item];
      const why = say(say.has(`not_compared_${reason}`) ? `not_compared_${reason}` : "not_compared_other");
      return left ? html`<p class="small soft">${say("not_compared", { item: named(left, say), why })}</p>` : nothing;
    })}
    ${own ? html`<p class="small soft">${say("cost_only")}</p>` : nothing}
  </div>`;
};

/** @param {Comparison} compared @param {string} currency @param {Say} say */
const table = (compared, currency, say) => {
  const { this: own, alternative } = compared;
  if (!own || !alternative) return nothing;
  /** @type {This[]} */
  const sides = [own, alternative];
  const row = (/** @type {string} */ name, /** @type {(side: This) => unknown} */ cell) =>
    html`<tr><th scope="row">${say(name)}</th>${sides.map((side) => html`<td>${cell(side)}</td>`)}</tr>`;
  return html`<table>
    <caption class="visually-hidden">${say("beside", { name: alternativeName(compared) })}</caption>
    <thead><tr><td></td><th scope="col" class="own">${say("these_sessions")}</th><th scope="col" class="other">${alternativeName(compared)}</th></tr></thead>
    <tbody>
      ${row("cost", (side) => sums(side.total, currency, say, true))}
      ${row("visits", ({ visits: { from, to } }) =>
        from === to ? say("visits_count", { count: from }) : say("visits_range", { from, to, count: to }))}
      ${row("time", ({ span_days: { from, to } }) => span(from, to, say))}
    </tbody>
  </table>`;
};

/** Days from the first visit to the last one. @param {number} from @param {number} to @param {Say} say */
export const span = (from, to, say) =>
  to === 0 ? say("one_day") : from === to ? say("days", { count: from }) : say("days_range", { from, to, count: to });

/** Which costs less, by how much, and for how many sessions that holds. @param {Comparison} compared @param {Estimate} estimate @param {Say} say */
const verdict = (compared, { currency, items }, say) => {
  const { verdict: which, difference, break_even: even } = compared;
  if (!which || !difference) return nothing;
  const apart = which === "dearer" ? { from: difference.to.slice(1), to: difference.from.slice(1) } : difference;
  const sold = items[compared.compared_items[0] ?? 0]?.ladder?.map((rung) => rung.sessions) ?? [];
  const holds = (/** @type {string} */ key, /** @type {number | null | undefined} */ count, /** @type {number | undefined} */ end) =>
    count ? say(count === end ? `${key}_always` : `${key}_${key === "cheaper" ? "up_to" : "from"}`, { sessions: say("sessions", { count }) }) : nothing;
  return html`<p class="verdict">
    ${say.rich(`verdict_${which}`, { name: alternativeName(compared), difference: sums(apart, currency, say, true) })}
    ${holds("cheaper", even?.cheaper_up_to, sold[sold.length - 1])}
    ${holds("dearer", even?.dearer_from, sold[0])}
  </p>`;
};
