// A quote's request as a line that can be typed: what a revision begins with.

/** @import { Context } from "../views.js" */
/** @import { Quote } from "./state.js" */

/** Goes back to quoting with what was asked for. @param {Quote} quote @param {Context} context */
export function revise(quote, context) {
  context.revise(asked(/** @type {any} */ (quote.request)), quote.reference);
}

/**
 * The text of a request; of one that was made of codes, the codes, which are read as they stand.
 * @param {{ text?: string, items?: { treatment: string, area: string, sessions?: string | number }[], extras?: string[], promo_code?: string }} request
 */
export function asked({ text, items = [], extras = [], promo_code: code }) {
  const said = text ?? items.map((item) => [item.treatment, item.area, item.sessions ?? ""].join(" ").trim()).join(" + ");
  return [said, ...extras.filter((extra) => !said.includes(extra)), code && !said.includes(code) ? `promo ${code}` : ""].filter(Boolean).join(" ");
}
