// What stands beside the answer: the picture, the alternative, the visits, the payment plans.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { chartOf, costChart, costTable } from "../shared/chart.js";
import { alternativeName, comparison } from "../shared/comparison.js";
import { facts } from "../shared/facts.js";
import { plans } from "../shared/plans.js";
import { named } from "../shared/quote.js";
import { visits } from "../shared/visits.js";
import { calendar } from "./calendar.js";
import { hint } from "./hint.js";
import { changed, isCurrent, state } from "./state.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { Estimate, Fact } from "api"
 */

/** @param {Say} say @param {{ setStart: (day: string) => void }} actions */
export function details(say, actions) {
  const estimate = state.answer?.estimate;
  if (!estimate) return nothing;
  return html`<div class="details ${isCurrent() ? "" : "stale"}">
    ${costs(estimate, say)}
    ${beside(estimate, say)}
    ${calendars(estimate, say, actions)}
    ${estimate.plans?.length ? html`<section><h2>${say("plans")}</h2>${plans(estimate, say)}</section>` : nothing}
  </div>`;
}

/** The picture of each item, or the same as tables. @param {Estimate} estimate @param {Say} say */
function costs(estimate, say) {
  const charts = estimate.items.map((_, at) => chartOf(estimate, at)).filter((chart) => chart !== undefined && chart.rungs.length > 1);
  if (charts.length === 0) return nothing;
  return html`<section class="costs">
    <div class="section-head"><h2>${say("chart")}</h2>
      <button type="button" class="quiet" aria-pressed=${state.isTableOpen ? "true" : "false"} @click=${toggleTable}>${say("as_table")} ${hint("table")}</button></div>
    ${charts.map((chart, at) => !chart ? nothing : html`
      ${charts.length > 1 ? html`<p class="small soft">${named(chart.item, say)}</p>` : nothing}
      ${state.isTableOpen ? html`<div class="table-room">${costTable(chart, say)}</div>` : costChart(chart, say, { id: `cost-${at}` })}`)}
  </section>`;
}

export function toggleTable() {
  state.isTableOpen = !state.isTableOpen;
  changed();
}

/** @param {Estimate} estimate @param {Say} say */
function beside(estimate, say) {
  const compared = estimate.comparison?.alternative ? estimate.comparison : null;
  const evidence = (/** @type {Fact} */ fact) => fact.always;
  return html`<section class="beside">
    ${compared
      ? html`<h2>${say("beside", { name: alternativeName(compared) })}</h2>${comparison(estimate, say)}${factsBeside(estimate, say)}`
      : estimate.facts.some(evidence) ? facts(estimate, say, evidence) : nothing}
    ${moreFacts(estimate, say, compared ? (fact) => !BESIDE.includes(fact.topic) : (fact) => !fact.always)}
  </section>`;
}

/** Topics that are set side by side. */
const BESIDE = ["anaesthesia", "recovery", "permanence", "evidence"];

/** What is said of both, topic by topic. @param {Estimate} estimate @param {Say} say */
function factsBeside(estimate, say) {
  const other = new Set(estimate.comparison?.alternative?.items.map((item) => item.treatment));
  const own = new Set(estimate.comparison?.compared_items.map((at) => estimate.items[at]?.treatment));
  const of = (/** @type {Set<string | undefined>} */ side, /** @type {string} */ topic) =>
    estimate.facts.filter((fact) => fact.topic === topic && side.has(fact.treatment));
  const cell = (/** @type {Fact[]} */ found) => html`<td>${found.map((fact) => html`<p>${fact.text}</p><p class="cited">${say("source", { source: fact.source })}</p>`)}</td>`;
  return html`<table class="facts-beside"><caption class="visually-hidden">${say("facts_beside")}</caption><tbody>
    ${BESIDE.filter((topic) => estimate.facts.some((fact) => fact.topic === topic)).map((topic) => html`<tr>
      <th scope="row">${say(`topic_${topic}`)}</th>${cell(of(own, topic))}${cell(of(other, topic))}</tr>`)}
  </tbody></table>`;
}

/** The rest of the facts, for when they are asked for. @param {Estimate} estimate @param {Say} say @param {(fact: Fact) => boolean} which */
function moreFacts(estimate, say, which) {
  return estimate.facts.some(which) ? html`<details><summary>${say("more_facts")}</summary>${facts(estimate, say, which)}</details>` : nothing;
}

/** @param {Estimate} estimate @param {Say} say @param {{ setStart: (day: string) => void }} actions */
function calendars(estimate, say, actions) {
  const items = estimate.items.filter((item) => (item.schedule?.visits.length ?? 0) > 1);
  if (items.length === 0) return nothing;
  const set = (/** @type {Event} */ event) => actions.setStart(/** @type {HTMLInputElement} */ (event.target).value);
  return html`<section class="visits-room">
    <div class="section-head"><h2>${say("visits")}</h2>
      <label class="small start">${say("start")} ${hint("start")} <input class="field small-field" id="start" type="date" .value=${state.asked.start} @change=${set}></label></div>
    ${items.map((item) => html`
      ${items.length > 1 ? html`<p class="small soft">${named(item, say)}</p>` : nothing}
      ${calendar(item, say)}
      <details class="small"><summary>${say("each_visit")}</summary>${visits(item, say)}</details>`)}
  </section>`;
}
