// The visits along a calendar: each from its earliest day to its latest. Only places on the picture are calculated.

import { html, nothing, svg } from "../vendor/lit-html/lit-html.js";
import { span } from "../shared/comparison.js";
import { pictureWidth } from "./room.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { EstimatedItem } from "api"
 * @typedef {{ session: number, from: number, to: number }} Bar days after the first visit
 */

const ROW = 14;
const HEAD = 24;
const LABEL = 26;
/** The room that the name of a month takes. */
const NAME = 50;
const DAY_MS = 86_400_000;

/** @param {EstimatedItem} item @param {Say} say */
export function calendar(item, say) {
  const { schedule } = item;
  if (!schedule) return nothing;
  const first = dayOf(schedule.visits[0], "earliest");
  const bars = schedule.visits.map((visit) => ({
    session: visit.session, from: dayOf(visit, "earliest") - first, to: dayOf(visit, "latest") - first,
  }));
  const last = Math.max(28, ...bars.map((bar) => bar.to + 1));
  const width = pictureWidth();
  const across = (/** @type {number} */ place) => (say.dir === "rtl" ? width - place : place);
  const x = (/** @type {number} */ day) => LABEL + ((width - LABEL) * day) / last;
  const height = HEAD + bars.length * ROW + 4;
  const start = "earliest" in (schedule.visits[0] ?? {}) ? first : null;
  return html`<p class="small">${span(schedule.span_days.from, schedule.span_days.to, say)}</p>
    <svg class="calendar" viewBox="0 0 ${width} ${height}" role="img" aria-label=${say("calendar_says", { count: bars.length })} direction=${say.dir}>
      ${marks(start, last, say).map(({ day, text }) => svg`
        <line class="month" x1=${across(x(day))} x2=${across(x(day))} y1="4" y2=${height}></line>
        <text class="month" x=${across(x(day) + 5)} y="14">${text}</text>`)}
      ${bars.map((bar, at) => row(bar, at, x, across))}
    </svg>`;
}

/** @param {Bar} bar @param {number} at @param {(day: number) => number} x @param {(place: number) => number} across */
function row(bar, at, x, across) {
  const [from, to] = [x(bar.from), Math.max(x(bar.to + 1), x(bar.from) + 4)];
  const y = HEAD + at * ROW;
  return svg`<text class="visit" x=${across(LABEL - 8)} y=${y + 9} text-anchor="end">${bar.session}</text>
    <rect class="visit" x=${Math.min(across(from), across(to))} y=${y + 2} width=${to - from} height=${ROW - 5} rx="2"></rect>`;
}

/** The months of a calendar; without a start, four weeks at a time. @param {number | null} start @param {number} last @param {Say} say */
function marks(start, last, say) {
  const all = start === null ? fourWeeks(last, say) : months(start, last, say);
  const every = Math.ceil(all.length / (pictureWidth() / 70));
  // One that begins at the very end has no room for its name.
  return all.filter(({ day }, at) => at % every === 0 && ((last - day) / last) * pictureWidth() > NAME);
}

/** @param {number} last @param {Say} say */
function fourWeeks(last, say) {
  const count = Math.ceil(last / 28);
  return Array.from({ length: count }, (_, at) => ({ day: at * 28, text: say("week", { week: at * 4 + 1 }) }));
}

/** @param {number} start @param {number} last @param {Say} say */
function months(start, last, say) {
  const name = new Intl.DateTimeFormat(`${say.language}-u-nu-latn`, { month: "short", timeZone: "UTC" });
  const found = [];
  const day = new Date(start * DAY_MS);
  for (day.setUTCDate(1), day.setUTCMonth(day.getUTCMonth() + 1); day.getTime() / DAY_MS < start + last; day.setUTCMonth(day.getUTCMonth() + 1)) {
    found.push({ day: day.getTime() / DAY_MS - start, text: name.format(day) });
  }
  return found;
}

/** @param {any} visit @param {"earliest" | "latest"} end */
function dayOf(visit, end) {
  return end in visit ? Date.parse(visit[end]) / DAY_MS : visit[`${end}_day`];
}
