// Says texts by name, with places for what is said in them, and plurals by the rules of the language.

/**
 * @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Entry a text, or one for each plural of `count`
 * @typedef {Record<string, unknown>} Said what stands in its places
 * @typedef {object} Language
 * @property {string} language its tag
 * @property {"ltr" | "rtl"} dir
 * @property {(key: string, said?: Said) => unknown[]} rich the pieces of a text, for a template to hold marked-up ones
 * @property {(key: string) => boolean} has whether there is such a text
 * @property {(date: string) => string} date "2026-11-23" as "23 November 2026"
 * @typedef {((key: string, said?: Said) => string) & Language} Say
 */

/**
 * @param {string} language
 * @param {Record<string, Entry>} entries
 * @returns {Say}
 */
export const speaker = (language, entries) => {
  const plural = new Intl.PluralRules(language);
  const day = new Intl.DateTimeFormat(typeof entries.locale === "string" ? entries.locale : language, {
    numberingSystem: "latn",
    dateStyle: "long",
    timeZone: "UTC",
  });
  const dir = entries.dir === "rtl" ? "rtl" : "ltr";
  const text = (/** @type {string} */ key, /** @type {Said} */ said) => {
    const entry = entries[key] ?? key;
    return typeof entry === "string" ? entry : entry[plural.select(Number(said.count))] ?? entry.other ?? key;
  };
  const rich = (/** @type {string} */ key, /** @type {Said} */ said = {}) =>
    text(key, said).split(/\{(\w+)\}/).map((piece, at) => (at % 2 ? said[piece] : piece));
  // What is said within a text of the other direction keeps its own.
  const apart = (/** @type {unknown} */ piece, /** @type {number} */ at) =>
    at % 2 && dir === "rtl" ? `\u2068${piece}\u2069` : piece;
  return Object.assign((/** @type {string} */ key, /** @type {Said | undefined} */ said) => rich(key, said).map(apart).join(""), {
    language,
    dir: /** @type {"ltr" | "rtl"} */ (dir),
    rich,
    has: (/** @type {string} */ key) => key in entries,
    date: (/** @type {string} */ date) => day.format(new Date(date)),
  });
};
