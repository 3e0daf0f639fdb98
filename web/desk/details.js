// What stands beside the answer: the picture, and the alternative.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { chartOf, costChart, costTable } from "../shared/chart.js";
import { alternativeName, comparison } from "../shared/comparison.js";
import { facts } from "../shared/facts.js";
import { named } from "../shared/quote.js";
import { hint } from "./hint.js";
import { pictureWidth } from "./room.js";
import { changed, isCurrent, state } from "./state.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { Estimate, Fact } from "api"
 */

/** @param {Say} say */
export function besideAnswer(say) {
  const estimate = state.answer?.estimate;
  if (!estimate) return nothing;
  return html`<div class="details ${isCurrent() ? "" : "stale"}">
    ${pictures(estimate, say)}
    ${beside(estimate, say)}
  </div>`;
}

/** The picture of each item, or the same as tables. @param {Estimate} estimate @param {Say} say */
function pictures(estimate, say) {
  const charts = estimate.items.map((_, at) => chartOf(estimate, at)).filter((chart) => chart !== undefined && chart.rungs.length > 1);
  if (charts.length === 0) return nothing;
  return html`<section class="costs">
    <div class="section-head"><h2>${say("chart")}</h2>
      <button type="button" class="quiet" aria-pressed=${state.isTableOpen ? "true" : "false"} @click=${toggleTable}>${say(state.isTableOpen ? "as_picture" : "as_table")} ${hint("table")}</button></div>
    ${charts.map((chart, at) => !chart ? nothing : html`
      ${charts.length > 1 ? html`<p class="small soft">${named(chart.item, say)}</p>` : nothing}
      ${state.isTableOpen ? html`<div class="table-room" tabindex="0" role="group" aria-label=${named(chart.item, say)}>${costTable(chart, say)}</div>` : costChart(chart, say, { id: `cost-${at}`, width: pictureWidth() })}`)}
  </section>`;
}

export function toggleTable() {
  state.isTableOpen = !state.isTableOpen;
  changed();
}

/** The number of sessions that each table was brought into view for. @type {WeakMap<Element, string>} */
const inView = new WeakMap();

/** Brings the rows of what is chosen into view, when they have become others: a table has more rows than room. */
export function showChosen() {
  for (const room of document.querySelectorAll(".costs .table-room")) {
    const chosen = /** @type {NodeListOf<HTMLTableRowElement>} */ (room.querySelectorAll(".chosen"));
    const [first, last] = [chosen[0], chosen[chosen.length - 1]];
    const rows = `${first?.rowIndex} ${last?.rowIndex}`;
    if (!first || !last || inView.get(room) === rows) continue;
    inView.set(room, rows);
    const [above, below] = [first.getBoundingClientRect(), last.getBoundingClientRect()];
    const middle = (above.top + below.bottom) / 2 - (room.getBoundingClientRect().top + room.clientHeight / 2);
    // Where they do not all fit in, the first of them.
    const before = above.top - room.getBoundingClientRect().top - 3 * above.height;
    room.scrollTop += Math.min(middle, before);
  }
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

/** What is said of both, topic by topic, with who says it below. @param {Estimate} estimate @param {Say} say */
function factsBeside(estimate, say) {
  const other = new Set(estimate.comparison?.alternative?.items.map((item) => item.treatment));
  const own = new Set(estimate.comparison?.compared_items.map((at) => estimate.items[at]?.treatment));
  const shown = estimate.facts.filter((fact) => BESIDE.includes(fact.topic));
  const sources = [...new Set(shown.map((fact) => fact.source))];
  const of = (/** @type {Set<string | undefined>} */ side, /** @type {string} */ topic) =>
    shown.filter((fact) => fact.topic === topic && side.has(fact.treatment));
  const cell = (/** @type {Fact[]} */ found) => html`<td>${found.map((fact) => html`<p>${fact.text}<sup>${sources.indexOf(fact.source) + 1}</sup></p>`)}</td>`;
  return html`<table class="facts-beside"><caption class="visually-hidden">${say("facts_beside")}</caption><tbody>
      ${BESIDE.filter((topic) => shown.some((fact) => fact.topic === topic)).map((topic) => html`<tr>
        <th scope="row">${say(`topic_${topic}`)}</th>${cell(of(own, topic))}${cell(of(other, topic))}</tr>`)}
    </tbody></table>
    <ol class="sources small soft" aria-label=${say("sources")}>${sources.map((source) => html`<li dir="auto">${source}</li>`)}</ol>`;
}

/** The rest of the facts, for when they are asked for. @param {Estimate} estimate @param {Say} say @param {(fact: Fact) => boolean} which */
function moreFacts(estimate, say, which) {
  return estimate.facts.some(which) ? html`<details><summary>${say("more_facts")}</summary>${facts(estimate, say, which)}</details>` : nothing;
}
