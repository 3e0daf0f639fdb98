// Changes to the line in the box. Whatever is clicked or corrected is written there, in the words that a caller would
// use: there is one state, and it can be read. Nothing here knows a price list.

/**
 * A piece of the line and what it stands for, as the API tells it. Places are characters (code points).
 * @typedef {{ from: number, to: number, kind: "treatment" | "area" | "treatment_and_area" | "sessions" | "extra" | "promo_code" | "unknown",
 *   item: number | null, code: string | null, name: string | null, corrected: string | null }} Part
 */

/**
 * The line with other words at a place.
 * @param {string} text
 * @param {{ from: number, to: number }} place
 * @param {string} words
 */
export function replaced(text, { from, to }, words) {
  const letters = [...text];
  return tidy(letters.slice(0, from).join("") + words + letters.slice(to).join(""));
}

/** The line with a new word where `kinds` of an item stand, or before or behind the item where it has none.
 * @param {string} text
 * @param {Part[]} parts
 * @param {number} item
 * @param {"treatment" | "area" | "sessions"} kind
 * @param {string} word
 */
export function withWord(text, parts, item, kind, word) {
  const own = parts.filter((part) => part.item === item);
  const [first, ...more] = own.filter((part) => part.kind === kind);
  if (first) return replaced(without(text, more), first, word);
  const both = kind === "sessions" ? undefined : own.find((part) => part.kind === "treatment_and_area");
  if (both) return replaced(text, both, kind === "treatment" ? word : `${[...text].slice(both.from, both.to).join("")} ${word}`);
  const start = Math.min(...own.map((part) => part.from));
  const end = Math.max(...own.map((part) => part.to));
  if (own.length === 0) return added(text, word, " ");
  return kind === "treatment"
    ? replaced(text, { from: start, to: start }, `${word} `)
    : replaced(text, { from: end, to: end }, ` ${word}`);
}

/** The line with words at its end.
 * @param {string} text
 * @param {string} words
 * @param {string} between
 */
export function added(text, words, between) {
  const line = text.trim();
  return line ? `${line}${between}${words}` : words;
}

/** The line without these parts.
 * @param {string} text
 * @param {{ from: number, to: number }[]} places
 */
export function without(text, places) {
  const backwards = [...places].sort((one, other) => other.from - one.from);
  return backwards.reduce((line, place) => cut(line, place), text);
}

/** The line without an item, and without what parted it from the next.
 * @param {string} text
 * @param {Part[]} parts
 * @param {number} item
 */
export function withoutItem(text, parts, item) {
  const own = parts.filter((part) => part.item === item);
  if (own.length === 0) return text;
  return cut(text, { from: Math.min(...own.map((part) => part.from)), to: Math.max(...own.map((part) => part.to)) });
}

/** The line without a promo code and the word before it that says so.
 * @param {string} text
 * @param {Part} part
 */
export function withoutPromo(text, part) {
  const before = [...text].slice(0, part.from).join("");
  const from = [...before.replace(/\S+\s*$/u, "")].length;
  return cut(text, { from, to: part.to });
}

/**
 * @param {string} text
 * @param {{ from: number, to: number }} place
 */
function cut(text, { from, to }) {
  const letters = [...text];
  const before = letters.slice(0, from).join("");
  const after = letters.slice(to).join("");
  const begun = after.replace(/^\s*(?:[+;,&،؛]\s*)?/u, " ");
  const isBehindNothing = begun.trim() === "";
  return tidy(isBehindNothing ? before.replace(/\s*(?:\s\+|[;,&،؛])?\s*$/u, "") : before + begun);
}

/** @param {string} text */
function tidy(text) {
  return text.replace(/\s{2,}/gu, " ").trimStart();
}

/** What the number of sessions becomes by a step, in the form that it has.
 * @param {string | null} sessions `10`, `3-6`, `10+`
 * @param {number} by
 * @param {number[]} sold Counts that can be bought.
 * @param {number} usual Where nothing was said.
 */
export function stepped(sessions, by, sold, usual) {
  const now = Number.parseInt(sessions ?? "", 10) || (by > 0 ? usual - 1 : usual + 1);
  const open = /\+$/u.test(sessions ?? "") ? "+" : "";
  const next = by > 0 ? sold.find((count) => count > now) : sold.findLast((count) => count < now);
  return `${next ?? now}${open}`;
}
