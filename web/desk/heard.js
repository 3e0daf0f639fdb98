// What somebody says on the telephone to name a quote: a reference in symbols or spelling words, a telephone number, a
// name. The server alone says whether a reference is one: here it is only told apart what to ask for.

import { spelled } from "./spell.js";

const ALL_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const REFERENCE_LENGTH = 7;

/** Spelling words by how they are written without marks. @type {Map<string, string>} */
const SAID = new Map();
for (const language of ["en", "ar"]) {
  for (const { symbol, word } of spelled(ALL_SYMBOLS, language)[0] ?? []) SAID.set(unmarked(word), symbol);
}
for (const [word, symbol] of Object.entries({ oh: "0", alpha: "A", juliet: "J", whisky: "W", xray: "X", niner: "9", india: "1", lima: "1", oscar: "0", uniform: "V" })) {
  SAID.set(word, symbol);
}

/** Without case and marks that nobody says. @param {string} word */
function unmarked(word) {
  return word.toLowerCase().normalize("NFKD").replace(/[\p{M}\p{Cf}-]/gu, "");
}

/** Digits of other scripts as they stand in references. @param {string} text */
const latin = (text) => text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));

/**
 * The seven symbols that a text may stand for; nothing where it can't be a reference.
 * @param {string} text
 * @returns {{ reference: string, isSpelled: boolean } | null}
 */
export function reference(text) {
  const parts = latin(text).trim().split(/[\s,.]+/).filter(Boolean);
  let isSpelled = false;
  const symbols = parts.map((part) => {
    const known = SAID.get(unmarked(part));
    if (known && part.length > 1) isSpelled = true;
    return known && part.length > 1 ? known : part.replace(/-/g, "");
  });
  const joined = symbols.join("").toUpperCase();
  if (joined.length !== REFERENCE_LENGTH || !/^[0-9A-Z]+$/.test(joined)) return null;
  return { reference: `${joined.slice(0, 3)}-${joined.slice(3)}`, isSpelled: isSpelled || (/\d/.test(joined) && /[A-Z]/.test(joined)) };
}

/**
 * What a search is to look for.
 * @param {string} text
 * @returns {{ phone: string } | { name: string }}
 */
export function patient(text) {
  const bare = latin(text).trim();
  return /^[+\d][\d\s().\-/]*$/.test(bare) ? { phone: bare } : { name: bare };
}
