// A quote as people read it: its total, what it is made of, and what else may be had for it. The desk and the widget
// show it by the same hand. Figures are the API's; which of them stand together is all that is decided here.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { amount, figures } from "./money.js";

/**
 * @import { Say } from "./words.js"
 * @import { Breakdown, Estimate, EstimatedSessions, Line } from "api"
 * @typedef {(source: string) => unknown} Source shows the row that a line comes from, where anybody asks
 */

/** An amount that stands in a text, kept together. @param {string} text @param {string} [currency] @param {boolean} [short] */
export const sum = (text, currency, short) =>
  html`<bdi class="amount">${currency ? amount(text, currency, "", short) : figures(text, short)}</bdi>`;

/**
 * One amount, or from one to another.
 * @param {{ from: string, to: string }} range
 * @param {string} currency
 * @param {Say} say
 * @param {boolean} [short]
 */
export const sums = ({ from, to }, currency, say, short) =>
  from === to
    ? sum(from, currency, short)
    : say.rich("range", { from: sum(from, currency, short), to: sum(to, "", short) });

/** "10 sessions", "3 to 6 sessions", "10 or more sessions". @param {EstimatedSessions} sessions @param {Say} say */
export const counted = ({ from, to, open_ended }, say) =>
  open_ended
    ? say("sessions_open", { from, to, count: from })
    : from === to
      ? say("sessions", { count: from })
      : say("sessions_range", { from, to, count: to });

/** @param {{ treatment_name: string, area_name: string }} item @param {Say} say */
export const named = (item, say) => say("item", { treatment: item.treatment_name, area: item.area_name });

/** The total in a text. @param {{ total: { from: string, to: string }, currency: string }} priced @param {Say} say */
export const plainTotal = ({ total: { from, to }, currency }, say) => {
  const [low, high] = [from, to].map((text) => amount(text, currency, "", true));
  return from === to ? low : say("range", { from: low, to: high });
};

/** The total as the eye finds it first, and the taxes that are in it. @param {Estimate} estimate @param {Say} say */
export const total = (estimate, say) => {
  const named = (/** @type {boolean} */ charged) =>
    estimate.low.tax.filter((tax) => /[1-9]/.test(tax.percent) === charged).map((tax) => tax.name).join(", ");
  const [taxes, none] = [named(true), named(false)];
  return html`<p class="total" part="total">${sums(estimate.total, estimate.currency, say, true)}</p>
    <p class="soft small">${taxes ? say("with_tax", { taxes }) : none ? say("without_tax", { taxes: none }) : nothing}</p>`;
};

/** More sessions for no more money. @param {Estimate} estimate @param {Say} say */
export const offers = (estimate, say) =>
  estimate.items.map(({ better_offer: offer, sessions, ...item }) =>
    offer
      ? html`<p class="notice">
          ${estimate.items.length > 1 ? html`<strong>${named(item, say)}</strong><br>` : nothing}
          ${say.rich(/[1-9]/.test(offer.saves) ? "offer_less" : "offer_same", {
            more: say("sessions", { count: offer.sessions }),
            asked: say("sessions", { count: sessions.from }),
            saves: sum(offer.saves, estimate.currency, true),
          })}
        </p>`
      : nothing,
  );

/**
 * What the total is made of: one column, or one for each end of a range.
 * @param {Estimate} estimate
 * @param {Say} say
 * @param {{ source?: Source }} [options]
 */
export const breakdown = (estimate, say, { source } = {}) => {
  const sides = estimate.high ? [estimate.low, estimate.high] : [estimate.low];
  const cells = (/** @type {(side: Breakdown) => string | undefined} */ figure) =>
    sides.map((side) => html`<td>${sum(figure(side) ?? "\u2013")}</td>`);
  const keys = [...new Set(sides.flatMap((side) => side.lines.map(key)))];
  const line = (/** @type {string} */ wanted) => {
    const found = sides.map((side) => side.lines.find((one) => key(one) === wanted));
    return html`<tr class=${found.find(Boolean)?.kind ?? ""}>
      <th scope="row">${label(found, estimate, say)}${details(found, estimate, say, source)}</th>
      ${found.map((one) => html`<td>${sum(one?.amount ?? "\u2013")}</td>`)}
    </tr>`;
  };
  const taxes = estimate.low.tax.map(
    (tax) => html`<tr class="tax">
      <th scope="row">${say(isInside(estimate.low) ? "tax_inside" : "tax_on_top", { name: tax.name, percent: tax.percent })}</th>
      ${cells((side) => side.tax.find((one) => one.tax === tax.tax)?.amount)}
    </tr>`,
  );
  const sumUp = html`<tr class="sum"><th scope="row">${say("total")}</th>${cells((side) => side.total)}</tr>`;
  return html`<table class="breakdown" part="breakdown">
    <caption class="visually-hidden">${say("made_of")}</caption>
    <thead class=${estimate.high ? "" : "visually-hidden"}><tr>
      <th scope="col"><span class="visually-hidden">${say("line")}</span></th>
      ${estimate.high
        ? ["lowest", "highest"].map((end) => html`<th scope="col">${say(end)}</th>`)
        : html`<th scope="col">${estimate.currency}</th>`}
    </tr></thead>
    <tbody>${keys.map(line)}${isInside(estimate.low) ? [sumUp, taxes] : [taxes, sumUp]}</tbody>
  </table>
  ${promo(estimate, say)}`;
};

/** What makes two lines of two breakdowns the same. @param {Line} line */
const key = (line) =>
  [line.kind, line.item, line.kind === "extra" ? line.extra : line.kind === "discount" ? line.discount : ""].join();

/** What a line of each end is called. @param {(Line | undefined)[]} found @param {Estimate} estimate @param {Say} say */
const label = (found, estimate, say) => {
  const [line, last = line] = found.filter((one) => one !== undefined);
  if (!line) return nothing;
  const item = line.item === null || line.item === undefined ? undefined : estimate.items[line.item];
  if (line.kind === "course") return item && named(item, say);
  const [from, to] = [line, last].map((one) => (one?.kind === "extra" ? one.quantity : 1));
  const count = from === to ? from : say("range", { from, to });
  const name = count === 1 ? line.name : say("times", { name: line.name, count });
  return item && estimate.items.length > 1 ? say("of_item", { name, item: item.area_name }) : name;
};

/**
 * How the sessions of a course are bought, and the rows that lines come from.
 * @param {(Line | undefined)[]} found
 * @param {Estimate} estimate
 * @param {Say} say
 * @param {Source} [source]
 */
const details = (found, estimate, say, source) => {
  const seen = new Set();
  return found.flatMap((line) => {
    if (!line) return [];
    const parts =
      line.kind === "course"
        ? line.parts.map((part) => ({ text: bought(part, estimate, say), row: part.source }))
        : [{ text: "", row: line.source }];
    return parts.map(({ text, row }) => {
      if (seen.has(text + row) || !(text || source)) return nothing;
      seen.add(text + row);
      return html`<span class="detail">${text}${source && row ? html` ${source(row)}` : nothing}</span>`;
    });
  });
};

/** @param {Extract<Line, { kind: "course" }>["parts"][number]} part @param {Estimate} estimate @param {Say} say */
const bought = (part, estimate, say) => {
  const price = amount(part.price, estimate.currency);
  return part.unit === "package"
    ? say("packages", { count: part.count, sessions: say("sessions", { count: part.sessions }), price })
    : say("rate", { count: part.sessions, sessions: say("sessions", { count: part.sessions }), price });
};

/** Whether the lines hold the tax: then they add up to the total without it. @param {Breakdown} of */
const isInside = (of) => {
  const minor = (/** @type {string} */ text) => BigInt(text.replace(".", ""));
  return minor(of.subtotal) + minor(of.extras) + minor(of.discount) === minor(of.total);
};

/** How far a promo code got. @param {Estimate} estimate @param {Say} say */
const promo = (estimate, say) => {
  const given = estimate.low.promo_code;
  return given ? html`<p class="small soft">${say(`promo_${given.outcome}`, { code: given.code })}</p>` : nothing;
};

/** Price a session of each course. @param {Estimate} estimate @param {Say} say */
export const perSession = (estimate, say) =>
  estimate.items.map((item, at) => {
    const prices = [estimate.low, estimate.high ?? estimate.low].map((side) => {
      const course = side.lines.find((line) => line.kind === "course" && line.item === at);
      return course?.kind === "course" ? course.per_session : "";
    });
    // A session of a longer course is often the cheaper one.
    const [from = "", to = ""] = prices.sort((one, other) => Number(one) - Number(other));
    return html`<p class="per-session">
      ${estimate.items.length > 1 ? html`${named(item, say)}: ` : nothing}${say.rich("per_session", { price: sums({ from, to }, estimate.currency, say, true) })}
    </p>`;
  });
