// What the screen of saved quotes knows. It stays while other screens are shown.

/** @typedef {import("api").Quote} Quote */
/** @typedef {import("api").QuoteSummary} Summary */
/** @typedef {import("api").Verification} Verification */
/** @typedef {import("../server.js").Refusal} Problem */

export const saved = {
  /** What was typed to find a quote. */
  sought: "",
  /** @type {"today" | "week" | "all"} */
  days: "today",
  /** A state, or all of them. */
  state: "",
  /** @type {Summary[] | null} */
  found: null,
  /** Where the next page begins. @type {string | null} */
  next: null,
  isLoading: false,
  /** Why there is no list. @type {Problem | "down" | null} */
  listProblem: null,
  /** The quote that is shown. @type {Quote | null} */
  open: null,
  /** The reference of one that is being fetched. */
  opening: "",
  /** What went wrong with the quote that is shown, or was sought. @type {Problem | "down" | null} */
  problem: null,
  /** Which question stands open. @type {"" | "accept" | "decline" | "withdraw" | "erase"} */
  form: "",
  /** What was typed as the agreed total. */
  agreed: "",
  /** Which move is under way. */
  moving: "",
  /** What was done last. */
  done: "",
  /** @type {Verification | null} */
  verified: null,
  /** The text to send, by reference and language. @type {Record<string, Message>} */
  messages: {},
  /** The language of the text to send; the quote's own where none was chosen. */
  sending: "",
};

/** @typedef {{ language: string, subject: string, text: string, link: string }} Message */
