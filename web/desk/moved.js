// That prices changed while a quote was on the screen, and what moved.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { sums } from "../shared/quote.js";
import { changed, state } from "./state.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { Breakdown, Estimate, Line } from "api"
 */

/** @param {Estimate} now @param {Say} say */
export function moved(now, say) {
  if (!state.moved) return nothing;
  const { before } = state.moved;
  const lines = before ? changes(before, now) : [];
  const seen = () => {
    state.moved = null;
    changed();
  };
  return html`<div class="notice warn moved" role="alert">
    <div class="section-head"><strong>${say("prices_changed")}</strong><button type="button" class="quiet" @click=${seen}>${say("understood_it")}</button></div>
    ${!before ? nothing : lines.length === 0 ? html`<p>${say("nothing_moved")}</p>` : html`<table class="moves"><tbody>
      ${lines.map(({ name, was, is }) => html`<tr><th scope="row">${name || say("total")}</th>
        <td>${sums(was, now.currency, say)}</td><td aria-hidden="true">→</td><td><strong>${sums(is, now.currency, say)}</strong></td></tr>`)}
    </tbody></table>`}
  </div>`;
}

/** The total, and the lines whose amounts are not the same. @param {Estimate} before @param {Estimate} now */
function changes(before, now) {
  const isSame = before.total.from === now.total.from && before.total.to === now.total.to;
  const whole = isSame ? [] : [{ name: "", was: before.total, is: now.total }];
  const names = new Map([...lineNames(before), ...lineNames(now)]);
  const lines = [...names].flatMap(([key, name]) => {
    const [was, is] = [ends(before, key), ends(now, key)];
    return was.from === is.from && was.to === is.to ? [] : [{ name, was, is }];
  });
  return [...whole, ...lines];
}

/** @param {Line} line */
const lineKey = (line) => [line.kind, line.item, "extra" in line ? line.extra : "discount" in line ? line.discount : ""].join();

/** @param {Estimate} estimate @returns {[string, string][]} */
function lineNames(estimate) {
  return estimate.low.lines.map((line) => {
    const item = line.item === null || line.item === undefined ? undefined : estimate.items[line.item];
    return [lineKey(line), "name" in line ? line.name : `${item?.treatment_name}, ${item?.area_name}`];
  });
}

/** @param {Estimate} estimate @param {string} key */
function ends(estimate, key) {
  const of = (/** @type {Breakdown} */ side) => side.lines.find((line) => lineKey(line) === key)?.amount ?? "–";
  return { from: of(estimate.low), to: of(estimate.high ?? estimate.low) };
}
