// What the desk knows. One object, changed in place; `changed` shows it.

/** @typedef {import("api").Estimate} Estimate */
/** @typedef {import("./server.js").Refusal} Problem */
/** @typedef {import("api").Quote} Quote */

/**
 * What is asked for: the line and what goes beside it.
 * @typedef {{ text: string, on: string, start: string, language: string }} Asked
 */

/** @typedef {{ name: string, phone: string, email: string, note: string }} Caller */

/** @typedef {{ label: string, text: string, isSought?: boolean }} Offer What a line may be changed to; or what is looked for among saved quotes. */

/** A line of the session: kept as a quote, or not.
 * @typedef {{ text: string, line: string, total?: { from: string, to: string } | undefined, currency: string, at: string, reference?: string }} Recent */

/** @type {Caller} */
const nobody = { name: "", phone: "", email: "", note: "" };

export const state = {
  /** The desk's own language. */
  language: "en",
  /** @type {Asked} */
  asked: { text: "", on: "", start: "", language: "en" },
  /** @type {Caller} */
  caller: { ...nobody },
  /** @type {import("api").Catalog | null} */
  catalog: null,
  /** The clinic whose prices are asked; empty where there is one. */
  clinic: "",
  /** All clinics, where there are several. @type {{ clinic: string, name: string }[]} */
  clinics: [],
  /** @type {{ staff: string | null, needs_key: boolean } | null} */
  session: null,
  /** The last good answer, and what it answers; from memory as long as the server has not said the same.
   * @type {{ asked: Asked, estimate: Estimate, spoken: string, isRemembered: boolean } | null} */
  answer: null,
  /** Why what is in the box has no answer.
   * @type {{ asked: Asked, problem: Problem } | null} */
  refusal: null,
  /** What was understood of a line, be it priced or refused. It stays until the next answer comes, with the line that it
   * is of: what is shown of it does not flicker, and what is corrected begins there.
   * @type {import("./offers.js").Heard} */
  heard: { text: "", parts: [], items: [] },
  /** Nobody answers. */
  down: false,
  /** That prices changed under what is on the screen, and what stood there before.
   * @type {{ before: Estimate | null } | null} */
  moved: null,
  /** The quote that what is in the box was kept as.
   * @type {{ asked: Asked, quote: Quote } | null} */
  kept: null,
  /** The quote that is replaced by what is saved next; empty for a quote of its own. */
  revises: "",
  /** Whether it is being saved, or is to be as soon as it has a price. @type {"" | "wished" | "saving" | "refused"} */
  keeping: "",
  /** @type {Problem | null} */
  keepRefusal: null,
  /** Which offer of the popup is marked. */
  marked: 0,
  /** What the popup is about: what fits the line, or a chip of it. @type {number | null} */
  openChip: null,
  /** Whether the popup was closed by hand for the line as it is. */
  isPopupClosed: false,
  /** @type {"" | "help" | "recent"} */
  overlay: "",
  isPanelOpen: false,
  isWhyOpen: false,
  isTableOpen: false,
  isCallerOpen: false,
  /** @type {string | null} */
  view: null,
  /** @type {Recent[]} */
  recent: [],
};

/** @type {Array<() => void>} */
const shown = [];

/** @param {() => void} show Called whenever the state has changed. */
export function onChange(show) {
  shown.push(show);
}

/** How long an answer may take before what stands there is shown to be that of the line before. */
const QUICK_MS = 120;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let late;

/** Shows what has changed, at once: a key is to be answered within its frame. */
export function changed() {
  clearTimeout(late);
  for (const show of shown) show();
}

/** Shows what has changed together with the answer that is under way, or without it where that takes long: what is shown
 * twice for one key is painted late, and flickers. */
export function changedSoon() {
  clearTimeout(late);
  late = setTimeout(changed, QUICK_MS);
}

/**
 * @param {Asked} one
 * @param {Asked} other
 */
export function isSame(one, other) {
  return one.text === other.text && one.on === other.on && one.start === other.start && one.language === other.language;
}

/** Whether the answer on the screen is that to what is in the box. */
export function isCurrent() {
  return state.answer !== null && isSame(state.answer.asked, state.asked);
}

/** Whether the refusal is that of what is in the box. */
export function isRefused() {
  return state.refusal !== null && isSame(state.refusal.asked, state.asked);
}

/** Whether all that can be said of what is in the box is known. */
export const isSettled = () => isCurrent() || isRefused() || !hasWords(state.asked.text);

/** Whether whoever sits here may work: has shown a key, where one is needed. */
export const isIn = () => !state.session?.needs_key || state.session.staff !== null;

/** Whether there is anything in a line to be asked for. @param {string} text */
export const hasWords = (text) => /[\p{L}\p{N}]/u.test(text);

/** Whether what is in the box is kept already. */
export function isKept() {
  return state.kept !== null && isSame(state.kept.asked, state.asked);
}

/** Forgets this caller; what belongs to the desk stays. */
export function nextCaller() {
  Object.assign(state, {
    asked: { text: "", on: "", start: "", language: state.asked.language },
    caller: { ...nobody },
    answer: null,
    refusal: null,
    heard: { text: "", parts: [], items: [] },
    moved: null,
    kept: null,
    revises: "",
    keeping: "",
    keepRefusal: null,
    marked: 0,
    openChip: null,
    isPopupClosed: false,
    overlay: "",
    isPanelOpen: false,
    isWhyOpen: false,
    isCallerOpen: false,
  });
}
