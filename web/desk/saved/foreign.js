// A quote is kept in its caller's language. On a desk of another one its names stand within sentences of that: each is set
// apart, so that what is read stays in order, and says which language it is of.

import { html } from "../../vendor/lit-html/lit-html.js";

/**
 * @import { Said, Say } from "../../shared/words.js"
 * @import { Estimate } from "api"
 */

/** The estimate with its names marked up, and the words to say them with. They are for what is shown, not for attributes:
 * what is said is in pieces. @param {Estimate} estimate @param {Say} say @returns {{ estimate: Estimate, say: Say }} */
export function setApart(estimate, say) {
  if (estimate.language === say.language) return { estimate, say };
  return { estimate: marked(estimate, estimate.language), say: inPieces(say) };
}

/** Everything that is called something. @param {any} value @param {string} language @returns {any} */
function marked(value, language) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => marked(one, language));
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => {
    const isName = typeof inner === "string" && /^(name|.*_name)$/.test(field);
    return [field, isName ? html`<bdi lang=${language}>${inner}</bdi>` : marked(inner, language)];
  }));
}

/** Says with marked-up names; what stands in a text as it is keeps its direction too. @param {Say} say @returns {Say} */
function inPieces(say) {
  const apart = (/** @type {unknown} */ said) => (typeof said === "string" ? html`<bdi>${said}</bdi>` : said);
  const pieces = (/** @type {string} */ key, /** @type {Said} */ said = {}) =>
    say.rich(key, Object.fromEntries(Object.entries(said).map(([name, value]) => [name, apart(value)])));
  return /** @type {Say} */ (/** @type {unknown} */ (Object.assign(pieces, say)));
}
