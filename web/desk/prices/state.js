// What the prices screen knows. It stays while other screens are shown: files that were chosen are not lost.

/** @typedef {import("api").PriceListState} PriceListState */
/** @typedef {import("api").CheckedPriceList} Checked */
/** @typedef {import("api").PublishedPriceList} Published */
/** @typedef {import("../server.js").Refusal} Problem */

/**
 * What was sent to be checked: files, a kept version, or the folder on the server's disk.
 * @typedef {{ files?: Record<string, string | { base64: string }>, keep_others?: boolean, version?: string, on_disk?: boolean }} Sent
 */

export const prices = {
  /** @type {PriceListState[] | null} */
  lists: null,
  canPublish: false,
  hasFolder: false,
  /** The clinic that is looked at. */
  clinic: "",
  /** @type {Problem | "down" | null} */
  problem: null,
  /** Files that were chosen, by name. @type {Record<string, string | { base64: string }>} */
  files: {},
  /** Names of files beside, which are not sent. @type {string[]} */
  leftOut: [],
  /** Whether a file is held over the page. */
  isOver: false,
  /** @type {Sent | null} */
  sent: null,
  isChecking: false,
  /** @type {Checked | null} */
  checked: null,
  /** Why there is no answer to what was sent. @type {Problem | "down" | null} */
  refused: null,
  isPublishing: false,
  /** What was put in force last. @type {Published | null} */
  published: null,
  /** @type {Published[] | null} */
  history: null,
  /** Where the next page of the history begins. @type {number | null} */
  next: null,
};

/** The list that is looked at. */
export const current = () => prices.lists?.find((list) => list.clinic === prices.clinic) ?? null;
