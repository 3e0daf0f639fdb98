// Cost by number of sessions as a picture, with the same in a table.
//
// Only places on the picture are calculated, from amounts taken as numbers; what is written there is the API's.

import { html, nothing, svg } from "../vendor/lit-html/lit-html.js";
import { alternativeName } from "./comparison.js";
import { amount } from "./money.js";
import { named, plainTotal, sums } from "./quote.js";

/**
 * @import { Say } from "./words.js"
 * @import { Estimate, EstimatedItem, Rung } from "api"
 * @typedef {{ from: string, to: string }} Range
 * @typedef {object} Chart
 * @property {EstimatedItem} item whose ladder is drawn
 * @property {Rung[]} rungs
 * @property {string} currency
 * @property {Band | undefined} band the alternative's cost, and where the sessions cross it
 * @typedef {{ name: string, total: Range, upTo: number | null | undefined, from: number | null | undefined }} Band
 * @typedef {{ width: number, step: number, across: (place: number) => number, x: (count: number) => number,
 *   y: (text: string) => number }} Places where counts and amounts lie
 */

const HEIGHT = 208;
const TOP = 30;
const BOTTOM = 30;
const SIDE = 6;
const GAP = 26;
/** How wide an amount is at the most. */
const COST = 88;
/** How wide a letter is, about. */
const LETTER = 6.6;

/**
 * What can be drawn of an item; nothing where its ladder was not asked for.
 * @param {Estimate} estimate
 * @param {number} [at]
 * @returns {Chart | undefined}
 */
export const chartOf = (estimate, at = 0) => {
  const item = estimate.items[at];
  if (!item?.ladder?.length) return undefined;
  const { comparison } = estimate;
  // It is of what is compared: with an extra or a promo code the bars are of something else.
  const crossed = comparison?.this?.total.to === estimate.total.to ? comparison.break_even : null;
  const alone = comparison?.compared_items.length === 1 && comparison.compared_items[0] === at;
  const band =
    alone && comparison.alternative
      ? {
          name: alternativeName(comparison),
          total: comparison.alternative.total,
          upTo: crossed?.cheaper_up_to,
          from: crossed?.dearer_from,
        }
      : undefined;
  return { item, rungs: item.ladder, currency: estimate.currency, band };
};

/**
 * A bar for each count that is sold, those that are chosen in full colour, the alternative's cost as a band behind them.
 * @param {Chart} chart
 * @param {Say} say
 * @param {{ id: string, width?: number }} options `id` is the picture's own within its page or shadow root
 */
export const costChart = (chart, say, { id, width = 560 }) => {
  const { rungs, band, item } = chart;
  const most = rungs[rungs.length - 1]?.sessions ?? 1;
  const top = Math.max(...rungs.map((rung) => Number(rung.total.to)), Number(band?.total.to ?? 0)) || 1;
  const step = (width - 2 * SIDE) / most;
  const across = (/** @type {number} */ place) => (say.dir === "rtl" ? width - place : place);
  const x = (/** @type {number} */ count) => across(SIDE + (count - 0.5) * step);
  const y = (/** @type {string} */ text) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Number(text) / top);
  const thick = Math.min(step * 0.64, 28);
  const isChosen = (/** @type {number} */ count) => count >= item.sessions.from && count <= item.sessions.to;

  const places = { width, step, across, x, y };

  const bar = (/** @type {Rung} */ { sessions, total: { from, to } }) => svg`<g class=${isChosen(sessions) ? "bar chosen" : "bar"}>
      ${from === to ? nothing : svg`<rect class="spread" x=${x(sessions) - thick / 2} y=${y(to)} width=${thick} height=${y(from) - y(to)} rx="2"></rect>`}
      <rect x=${x(sessions) - thick / 2} y=${y(from)} width=${thick} height=${HEIGHT - BOTTOM - y(from)} rx="2"></rect>
    </g>`;
  return html`<svg class="chart" part="chart" role="img" direction=${say.dir} aria-labelledby="${id}-title ${id}-says"
    viewBox="0 0 ${width} ${HEIGHT}" width=${width} height=${HEIGHT}>
    <title id="${id}-title">${say("chart")}</title>
    <desc id="${id}-says">${says(chart, say)}</desc>
    ${band ? ribbon(band, chart.currency, places, say) : nothing}
    ${rungs.map(bar)}
    <line class="axis" x1="0" x2=${width} y1=${HEIGHT - BOTTOM + 0.5} y2=${HEIGHT - BOTTOM + 0.5}></line>
    ${band ? crossings(band, most, places, say) : nothing}
    ${costs(chart, places)}
    ${counts(chart, most, step).map((count) => svg`<text class=${isChosen(count) ? "count chosen" : "count"} x=${x(count)} y=${HEIGHT - BOTTOM + 18} text-anchor="middle">${count}</text>`)}
  </svg>`;
};

/** The alternative's range across the picture. @param {Band} band @param {string} currency @param {Places} places @param {Say} say */
const ribbon = (band, currency, { width, y, across }, say) => {
  const [high, low] = [y(band.total.to), y(band.total.from)];
  const height = Math.max(low - high, 2);
  const text = say("chart_band", { name: band.name, range: plainTotal({ total: band.total, currency }, say) });
  return svg`<rect class="band" x="0" width=${width} y=${high} height=${height}></rect>
    <line class="edge" x1="0" x2=${width} y1=${high} y2=${high}></line>
    <line class="edge" x1="0" x2=${width} y1=${high + height} y2=${high + height}></line>
    <text class="other" x=${across(8)} y=${height > 24 ? high + 17 : high - 6} text-anchor="start"
      textLength=${text.length * LETTER > width - 16 ? width - 16 : nothing} lengthAdjust="spacingAndGlyphs">${text}</text>`;
};

/**
 * Where the sessions stop to cost less than the alternative, and where they begin to cost more.
 * @param {Band} band
 * @param {number} most
 * @param {Places} places
 * @param {Say} say
 */
const crossings = ({ upTo, from }, most, { x }, say) => {
  const between = (/** @type {number} */ count) => (x(count) + x(count + 1)) / 2;
  const line = (/** @type {number} */ place, /** @type {string} */ text, /** @type {number} */ down) => svg`<line class="cross"
      x1=${place} x2=${place} y1=${TOP - 14} y2=${HEIGHT - BOTTOM}></line>
    <text class="cross" x=${place + (say.dir === "rtl" ? 5 : -5)} y=${TOP - 6 + down} text-anchor="end">${text}</text>`;
  return [
    upTo && upTo < most ? line(between(upTo), say("chart_less", { count: upTo }), -8) : nothing,
    from && from > 1 ? line(between(from - 1), say("chart_more", { count: from }), 6) : nothing,
  ];
};

/** The totals of the counts that are chosen, above their bars. @param {Chart} chart @param {Places} places */
const costs = ({ rungs, item, currency }, { x, y, width }) => {
  const chosen = rungs.filter(({ sessions }) => sessions === item.sessions.from || sessions === item.sessions.to);
  // Those of a range stand apart or not at all.
  const [first, last] = [chosen[0], chosen[chosen.length - 1]];
  const far = first && last && Math.abs(x(first.sessions) - x(last.sessions)) > 110;
  return (first === last || far ? chosen : chosen.slice(-1)).map(({ sessions, total }) => {
    const place = Math.min(Math.max(x(sessions), COST / 2), width - COST / 2);
    // Above the bars beside its own too, as far as it reaches over them.
    const below = rungs.filter((rung) => Math.abs(x(rung.sessions) - place) < COST / 2 + 6);
    return svg`<text class="cost" x=${place} y=${Math.min(...below.map((rung) => y(rung.total.to))) - 7} text-anchor="middle" direction="ltr">${amount(total.from, currency, "", true)}</text>`;
  });
};

/** The counts that are written below: what is chosen, the ends, where costs cross; none upon another. @param {Chart} chart @param {number} most @param {number} step */
const counts = ({ rungs, item, band }, most, step) => {
  const first = rungs[0]?.sessions ?? 1;
  const wanted = [item.sessions.from, item.sessions.to, first, most, band?.upTo ?? first];
  /** @type {number[]} */
  const kept = [];
  for (const count of wanted) {
    if (kept.every((other) => Math.abs(other - count) * step >= GAP)) kept.push(count);
  }
  return kept;
};

/** The picture in words. @param {Chart} chart @param {Say} say */
const says = ({ item, rungs, currency, band }, say) => {
  const [first, last] = [rungs[0], rungs[rungs.length - 1]];
  const sessions = (/** @type {Rung} */ rung) => say("sessions", { count: rung.sessions });
  const cost = (/** @type {Rung} */ rung) => plainTotal({ total: rung.total, currency }, say);
  if (!first || !last) return "";
  const text = say("chart_says", {
    item: named(item, say), first: cost(first), fewest: sessions(first), last: cost(last), most: sessions(last),
  });
  return band ? `${text} ${say("chart_band", { name: band.name, range: plainTotal({ total: band.total, currency }, say) })}.` : text;
};

/** The same as a table. @param {Chart} chart @param {Say} say */
export const costTable = ({ item, rungs, currency, band }, say) => html`<table class="rungs">
    <caption>${say("chart")}: ${named(item, say)}${band ? html`<br>${band.name}: ${sums(band.total, currency, say)}` : nothing}</caption>
    <thead><tr><th scope="col">${say("chart_axis")}</th><th scope="col">${say("cost")}</th></tr></thead>
    <tbody>${rungs.map(({ sessions, total }) => {
      const chosen = sessions >= item.sessions.from && sessions <= item.sessions.to;
      return html`<tr class=${chosen ? "chosen" : ""}>
        <th scope="row">${sessions}${chosen ? html` <span class="visually-hidden">(${say("chosen")})</span>` : nothing}</th>
        <td>${sums(total, currency, say)}</td>
      </tr>`;
    })}</tbody>
  </table>`;
