// What a list does, course by course. All figures are the server's; which rows stand together is decided there too.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { figures } from "../../shared/money.js";
import { sum, sums } from "../../shared/quote.js";
import { problems } from "./problems.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @typedef {import("api").PriceListChanges} Changes
 * @typedef {import("api").CourseMoves} Moves
 * @typedef {import("api").OfferedCourses} Offered
 * @typedef {Moves["courses"][number]} Course
 */

/** @param {Changes} changes @param {number} more @param {Say} say */
export function changes(changes, more, say) {
  const { counts } = changes;
  const isNothing = counts.moved + counts.appeared + counts.vanished === 0 && !changes.currency_before;
  return html`<p class="verdict">${changes.currency_before ? say("other_currency", { from: changes.currency_before, to: changes.currency }) : isNothing ? say("nothing_moves", { day: say.date(changes.on) }) : say("moved", { count: counts.moved, day: say.date(changes.on) })}</p>
    ${isNothing ? nothing : tally(changes, say)}
    ${byTreatment(changes, say)}
    ${offered("appeared", changes.appeared, changes.currency, say)}
    ${offered("vanished", changes.vanished, changes.currency, say)}
    ${cliffs(changes, say)}
    ${more ? html`<p class="notice warn">${say("more_changes", { count: more })}</p>` : nothing}
    ${changes.later.length ? html`<p class="notice">${say("later", { days: changes.later.map((day) => say.date(day)).join(say("comma")) })}</p>` : nothing}
    ${changes.warnings.length ? html`<h3>${say("new_warnings", { count: changes.warnings.length })}</h3>${problems(changes.warnings, 0, "warning", say)}` : nothing}
    <p class="soft small">${say("as_quoted")}</p>`;
}

/** @param {Changes} changes @param {Say} say */
function tally({ counts }, say) {
  const kinds = /** @type {const} */ (["dearer", "cheaper", "unmoved", "appeared", "vanished"]);
  return html`<ul class="tally">${kinds.filter((kind) => counts[kind] > 0).map((kind) => html`<li class=${kind}><b>${counts[kind]}</b> ${say(`count_${kind}`, { count: counts[kind] })}</li>`)}</ul>`;
}

/** Groups that follow each other and share a name. @template T @param {T[]} all @param {(one: T) => string} name @returns {T[][]} */
function runs(all, name) {
  /** @type {T[][]} */
  const found = [];
  for (const one of all) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && name(last[0]) === name(one)) last.push(one);
    else found.push([one]);
  }
  return found;
}

/** @param {Changes} changes @param {Say} say */
function byTreatment({ moves, currency }, say) {
  return runs(moves, (move) => move.treatment).map((treatment) => html`<section class="treatment">
    <h3>${treatment[0]?.treatment_name}</h3>
    <div class="moves-room"><table class="moved">
      <caption class="visually-hidden">${treatment[0]?.treatment_name} (${currency})</caption>
      <thead><tr><th scope="col">${say("sessions_head")}</th><th scope="col">${say("from_now")}</th><th scope="col">${say("to_then")}</th><th scope="col">${say("by")}</th></tr></thead>
      ${alike(runs(treatment, (move) => move.area)).map((areas) => area(areas, say))}
    </table></div>
  </section>`);
}

/** Areas in a row whose courses move by the same amounts. @param {Moves[][]} areas @returns {Moves[][][]} */
const alike = (areas) => runs(areas, pattern);

/** @param {Moves[]} moves */
const pattern = (moves) =>
  moves.every((move) => move.by.kind === "each")
    ? JSON.stringify(moves.map(({ by, because, courses }) => [by, because, courses.map((course) => course.sessions)]))
    : `${moves[0]?.area}`;

/** @param {Moves[][]} areas @param {Say} say */
function area(areas, say) {
  const moves = areas[0] ?? [];
  const names = areas.map((area) => area[0]?.area_name).join(say("and_dot"));
  const rows = moves.flatMap((move) => group(move, areas.length === 1, say));
  return html`<tbody><tr class="areas"><th scope="rowgroup" colspan="4">${names}</th></tr>${rows.map((row) => html`<tr class=${row.kind}>${row.cells}</tr>`)}</tbody>`;
}

/** One row for a single course; of several one that says by how much, then the first and the last of them.
 * @param {Moves} move @param {boolean} hasTotals @param {Say} say */
function group(move, hasTotals, say) {
  const [first, last] = [move.courses[0], move.courses.at(-1)];
  if (!first || !last) return [];
  const why = because(move, say);
  if (first === last) {
    return [{ kind: direction(first), cells: html`<td>${say("sessions", { count: first.sessions })}${why}</td>${totals(first, hasTotals)}<td class="by">${byOf(first.difference)}</td>` }];
  }
  const head = { kind: direction(first), cells: html`<td>${say("sessions_range", { from: first.sessions, to: last.sessions, count: last.sessions })}${why}</td>${nowhere}<td class="by">${amounts(move, say)}</td>` };
  if (!hasTotals) return [head];
  const ends = [first, last].map((course) => ({ kind: "end", cells: html`<td>${say("sessions", { count: course.sessions })}</td>${totals(course, true)}<td class="by">${byOf(course.difference)}</td>` }));
  return [head, ...ends];
}

/** Of several courses no one total is told. */
const nowhere = html`<td class="nowhere"></td><td class="nowhere"></td>`;

/** @param {Course} course @param {boolean} isKnown */
const totals = (course, isKnown) => (isKnown ? html`<td class="before">${range(course.from)}</td><td class="after">${range(course.to)}</td>` : nowhere);

/** @param {{ from: string, to: string }} range */
const range = ({ from, to }) => html`<bdi class="amount">${figures(from)}${from === to ? nothing : html`–${figures(to)}`}</bdi>`;

/** @param {Moves} move @param {Say} say */
function amounts({ by, courses }, say) {
  if (by.kind === "varies" || by.low === null || by.low === undefined || by.high === null || by.high === undefined) {
    const [first, last] = [courses[0], courses.at(-1)];
    return first && last ? html`${byOf(first.difference)} … ${byOf(last.difference)}` : nothing;
  }
  return say.rich(by.kind === "each" ? "by_each" : "by_a_session", { amount: byOf({ low: by.low, high: by.high }) });
}

/** @param {{ low: string, high: string }} difference */
const byOf = ({ low, high }) => html`<bdi class="amount">${signed(low)}${low === high ? nothing : html` / ${signed(high)}`}</bdi>`;

/** @param {string} amount */
const signed = (amount) => (amount.startsWith("-") || !/[1-9]/.test(amount) ? figures(amount) : `+${figures(amount)}`);

/** @param {Course} course */
function direction({ difference: { low, high } }) {
  if (low.startsWith("-") || high.startsWith("-")) return low.startsWith("-") && high.startsWith("-") ? "cheaper" : "";
  return "dearer";
}

/** Why, where it is not the price of the course alone. @param {Moves} move @param {Say} say */
function because({ because }, say) {
  if (because.length === 1 && because[0]?.kind === "price") return nothing;
  const names = because.map((cause) => cause.name ?? say(`because_${cause.kind}`));
  return html`<span class="because">${say("because", { causes: names.join(say("comma")) })}</span>`;
}

/** @param {"appeared" | "vanished"} title @param {Offered[]} all @param {string} currency @param {Say} say */
function offered(title, all, currency, say) {
  if (all.length === 0) return nothing;
  return html`<h3>${say(title)}</h3><ul class="lines">${all.map((one) => {
    const [first, last] = [one.courses[0], one.courses.at(-1)];
    if (!first || !last) return nothing;
    const count = first === last ? say("sessions", { count: first.sessions }) : say("sessions_range", { from: first.sessions, to: last.sessions, count: last.sessions });
    return html`<li>${say("item", { treatment: one.treatment_name, area: one.area_name })}: ${count},
      ${sums(first.total, currency, say)}${first === last ? nothing : html` … ${sums(last.total, currency, say)}`}${title === "vanished" ? html` <span class="soft">(${say(say.has(`why_${one.reason}`) ? `why_${one.reason}` : "why_not_sold")})</span>` : nothing}</li>`;
  })}</ul>`;
}

/** @param {Changes} changes @param {Say} say */
function cliffs({ cliffs, currency }, say) {
  if (cliffs.length === 0) return nothing;
  return html`<h3>${say("cliffs")}</h3><ul class="lines">${cliffs.map((cliff) => html`<li>${say("item", { treatment: cliff.treatment_name, area: cliff.area_name })}:
    ${say.rich("cliff", { short: say("sessions", { count: cliff.shorter.sessions }), dear: sum(cliff.shorter.total.from, currency), long: say("sessions", { count: cliff.longer.sessions }), cheap: sum(cliff.longer.total.from, currency) })}</li>`)}</ul>`;
}
