// What the line may become: the ways out of what is not understood, and what an understood line leaves open. Each is a
// whole line to be put into the box, so that choosing is the same as typing.

import { patient, reference } from "./heard.js";
import { added, replaced, stepped, withWord, without, withoutItem, withoutPromo } from "./line.js";
import { isCurrent, isRefused, state } from "./state.js";

/**
 * @import { Part } from "./line.js"
 * @import { Offer } from "./state.js"
 * @import { Say } from "../shared/words.js"
 * @typedef {{ treatment: string, treatment_name: string, area: string, area_name: string, sessions: string | null,
 *   treatment_told: string, area_told: string }} Item
 * @typedef {{ text: string, parts: Part[], items: Item[] }} Heard
 */

/** Chosen counts that are worth a key, beside those of the usual course. */
const COUNTS = [1, 3, 6, 10, 12, 15, 20];

/** Fewer letters, or more, are no name or number. */
const SOUGHT_LETTERS = { min: 4, max: 60 };

/** What the popup offers for the line, or for the chip that is open.
 * @param {Say} say
 * @returns {Offer[]} */
export function waysOut(say) {
  if (!isRefused() || state.refusal === null) return [];
  const errors = state.refusal.problem.errors ?? [];
  const all = errors.flatMap((error) => waysOutOf(error, say));
  const ways = all.filter((offer, at) => all.findIndex((other) => other.text === offer.text) === at).slice(0, 12);
  const sought = errors.some(({ pointer }) => pointer === "/text") ? soughtIn(state.heard, say) : [];
  const { parts } = state.heard;
  // A word that is near to none is more likely a name than something to be left out.
  const isStrange = parts.every(({ kind }) => kind === "unknown") && !errors.some((error) => error["did_you_mean"]?.length);
  const isFirst = isStrange || sought.some(({ text }) => isCode(text) || "phone" in patient(text));
  return isFirst ? [...sought, ...ways] : [...ways, ...sought];
}

/** A line that names nothing that is sold may be a patient, or a saved quote's reference, which may hold such names.
 * @param {Heard} heard @param {Say} say @returns {Offer[]} */
function soughtIn({ text, parts, items }, say) {
  // What was only guessed may be a name: Hana is near to hands.
  const isSold = items.length > 0 || parts.some(({ kind, corrected }) => kind !== "unknown" && kind !== "sessions" && !corrected);
  const line = text.trim();
  if (line.length < SOUGHT_LETTERS.min || line.length > SOUGHT_LETTERS.max || (isSold && !isCode(line))) return [];
  return [{ label: say("seek", { text: line }), text: line, isSought: true }];
}

/** Whether a text is a reference rather than a word of as many letters. @param {string} text */
const isCode = (text) => reference(text)?.isSpelled === true || /^\w{3}-\w{4}$/.test(text);

/** The unknown words met so far, so that each error finds its own. */
const spelling = (/** @type {any} */ error, /** @type {Part[]} */ parts) =>
  parts.find((part) => part.kind === "unknown" && error.detail.includes(lettersOf(part)));

/** @param {{ from: number, to: number }} part */
function lettersOf({ from, to }) {
  return [...state.heard.text].slice(from, to).join("");
}

/**
 * @param {any} error
 * @param {Say} say
 * @returns {Offer[]}
 */
function waysOutOf(error, say) {
  const { text, parts, items } = state.heard;
  const catalog = state.catalog;
  switch (error.code) {
    case "ambiguous_text":
      return error.choices.map((/** @type {any} */ choice) => ({ label: choice.line, text: choice.short ?? choice.text }));
    case "unknown_word": {
      const part = spelling(error, parts);
      if (!part) return [];
      const meant = (error.did_you_mean ?? []).map((/** @type {string} */ word) => ({ label: word, text: replaced(text, part, word) }));
      return [...meant, { label: say("leave_out", { word: lettersOf(part) }), text: without(text, [part]).trim() }];
    }
    case "nothing_named":
      return (catalog?.areas ?? []).map((area) => ({ label: area.name, text: `${area.word} ${text.trim()}` }));
    case "not_offered":
      return (error.allowed ?? []).flatMap((/** @type {string} */ code) => {
        const at = items.findIndex((item) => !areaOffer(item.treatment, item.area));
        const area = catalog?.areas.find((known) => known.area === code);
        return area && at >= 0 ? [{ label: area.name, text: withWord(text, parts, at, "area", area.word) }] : [];
      });
    case "sessions_out_of_range":
    case "sessions_not_sold":
      return (error.nearest ?? []).map((/** @type {string} */ count) => {
        const at = items.findIndex((item) => !isSold(item));
        return { label: say("sessions", { count: Number(count) }), text: withWord(text, parts, Math.max(at, 0), "sessions", count) };
      });
    case "duplicate_item": {
      const at = items.findLastIndex((item, at) => items.some((other, before) => before < at && same(item, other)));
      return at > 0 ? [{ label: say("once"), text: withoutItem(text, parts, at) }] : [];
    }
    case "extra_not_offered":
    case "unknown_extra": {
      const extras = parts.filter((part) => part.kind === "extra");
      return extras.map((part) => ({ label: say("leave_out", { word: lettersOf(part) }), text: without(text, [part]) }));
    }
    default:
      return parts
        .filter((part) => part.kind === "unknown")
        .map((part) => ({ label: say("leave_out", { word: lettersOf(part) }), text: without(text, [part]).trim() }));
  }
}

/** @param {Item} one @param {Item} other */
const same = (one, other) => one.treatment === other.treatment && one.area === other.area;

/** @param {Item} item */
function isSold(item) {
  const sold = areaOffer(item.treatment, item.area)?.sessions ?? [];
  const from = Number.parseInt(item.sessions ?? "1", 10);
  return item.sessions === null || sold.includes(from);
}

/** A treatment on an area, as the catalog has it.
 * @param {string} treatment
 * @param {string} area
 */
export function areaOffer(treatment, area) {
  const known = state.catalog?.treatments.find((other) => other.treatment === treatment);
  return known?.areas.find((other) => other.area === area);
}

/** What an understood line leaves open: the number of sessions, extras that may be chosen.
 * @param {Say} say
 * @returns {Offer[]} */
export function suggestions(say) {
  if (!isCurrent()) return [];
  const { text, parts, items } = state.heard;
  const open = items.findIndex((item) => item.sessions === null);
  const counts = open < 0 ? [] : countsOf(/** @type {Item} */ (items[open]), items.flatMap((item) => item.sessions ?? []));
  const withCount = counts.map((count) => ({ label: ofItem(say("times_sessions", { count }), items, open, say), text: withWord(text, parts, open, "sessions", count) }));
  const named = new Set(parts.filter((part) => part.kind === "extra").map((part) => part.code));
  const extras = extrasOf(items).filter((extra) => !named.has(extra.extra));
  return [...withCount, ...extras.map((extra) => ({ label: extra.name, text: added(text, extra.word, " ") }))].slice(0, 9);
}

/** With the item that it is said of, where there are several. @param {string} what @param {Item[]} items @param {number} at @param {Say} say */
const ofItem = (what, items, at, say) => (items.length > 1 ? say("suggested_for", { what, item: items[at]?.area_name }) : what);

/** Numbers of sessions that are worth a key: those said of the other items first, as "belly and thighs 10" may mean ten of each.
 * @param {Item} item @param {string[]} said */
function countsOf(item, said = []) {
  const treatment = state.catalog?.treatments.find((known) => known.treatment === item.treatment);
  const sold = areaOffer(item.treatment, item.area)?.sessions ?? [];
  if (!treatment || sold.length < 2) return [];
  const { from, to } = treatment.typical_sessions;
  const counts = COUNTS.filter((count) => sold.includes(count)).map(String);
  const alike = said.filter((count) => sold.includes(Number.parseInt(count, 10)));
  return [...new Set([...alike, ...(to ? [String(from), String(to)] : [`${from}+`, String(from)]), ...counts])].slice(0, 6);
}

/** The extras that go with any of the items.
 * @param {Item[]} items */
export function extrasOf(items) {
  const codes = new Set(items.flatMap((item) => areaOffer(item.treatment, item.area)?.extras ?? []));
  return (state.catalog?.extras ?? []).filter((extra) => codes.has(extra.extra));
}

/** What a chip may become.
 * @param {{ kind: string, item: number, code: string | null }} chip
 * @param {Say} say
 * @returns {Offer[]} */
export function alternatives(chip, say) {
  const { text, parts, items } = state.heard;
  const item = items[chip.item];
  switch (chip.kind) {
    case "treatment":
      return (state.catalog?.treatments ?? [])
        .filter((treatment) => treatment.treatment !== chip.code && treatment.areas.some((offer) => offer.area === item?.area))
        .map((treatment) => ({ label: treatment.name, text: withWord(text, parts, chip.item, "treatment", treatment.word) }));
    case "area":
      return (state.catalog?.areas ?? [])
        .filter((area) => area.area !== chip.code && item && areaOffer(item.treatment, area.area))
        .map((area) => ({ label: area.name, text: withWord(text, parts, chip.item, "area", area.word) }));
    case "sessions":
      return (item ? countsOf(item) : [])
        .filter((count) => count !== item?.sessions)
        .map((count) => ({ label: say("times_sessions", { count }), text: withWord(text, parts, chip.item, "sessions", count) }));
    default:
      return [];
  }
}

/** The line with an item's sessions one step up or down. What was understood follows at once, so that quick steps add up.
 * @param {number} at
 * @param {number} by
 */
export function withStep(at, by) {
  const { text, parts, items } = state.heard;
  const item = items[at];
  if (!item) return state.asked.text;
  const offer = areaOffer(item.treatment, item.area);
  const treatment = state.catalog?.treatments.find((known) => known.treatment === item.treatment);
  const count = stepped(item.sessions, by, offer?.sessions ?? [], treatment?.typical_sessions.from ?? 1);
  const line = withWord(text, parts, at, "sessions", count);
  const own = parts.find((part) => part.item === at && part.kind === "sessions");
  if (own) followStep(line, own, count, item);
  return line;
}

/** @param {string} line @param {Part} own @param {string} count @param {Item} item */
function followStep(line, own, count, item) {
  const longer = count.length - (own.to - own.from);
  const moved = (/** @type {number} */ place) => (place >= own.to ? place + longer : place);
  const parts = state.heard.parts.map((part) => ({ ...part, from: moved(part.from), to: moved(part.to) }));
  const items = state.heard.items.map((other) => (other === item ? { ...item, sessions: count } : other));
  state.heard = { text: line, parts, items };
}

/** The line without what a chip stands for.
 * @param {{ kind: string, item: number, parts: Part[] }} chip
 */
export function withoutChip(chip) {
  const { text, parts, items } = state.heard;
  const [part] = chip.parts;
  if (chip.kind === "promo_code" && part) return withoutPromo(text, part);
  if (chip.kind === "sessions" || chip.kind === "extra" || chip.kind === "unknown") return without(text, chip.parts);
  return items.length > 1 ? withoutItem(text, parts, chip.item) : text;
}
