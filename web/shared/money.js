// Amounts are exact decimal texts. They are grouped for reading and never calculated with.

/**
 * "12367.50" as "12,367.50".
 * @param {string} text
 * @param {boolean} [short] leaves decimals out where they are nothing
 */
export const figures = (text, short) => {
  const [whole = "", part = ""] = text.replace("-", "\u2212").split(".");
  const decimals = part && !(short && /^0+$/.test(part)) ? `.${part}` : "";
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + decimals;
};

/**
 * "12367.50" as "AED 12,367.50", never broken between the two. It reads so in every language: left to right, as
 * price lists and card terminals have it.
 * @param {string} text
 * @param {string} currency
 * @param {string} [_language]
 * @param {boolean} [short]
 */
export const amount = (text, currency, _language, short) => `${currency}\u00a0${figures(text, short)}`;
