// The desk's words, and what a screen reader is told.

import { words } from "../shared/words.js";
import { state } from "./state.js";

const FOLDER = new URL("./words/", import.meta.url);

/** The words in the desk's language; there once `speak` is done. @type {{ say: import("../shared/words.js").Say }} */
export const wording = { say: /** @type {any} */ (null) };

/** Fetches the words of the desk's language. */
export async function speak() {
  wording.say = await words(state.language, FOLDER);
}

/** What each language calls itself; asked once, for it takes long. @type {Map<string, string>} */
const names = new Map();

/** @param {string} tag */
export function languageName(tag) {
  const name = names.get(tag) ?? new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  names.set(tag, name);
  return name;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let telling;
let told = "";

/** Tells a screen reader, once the keys rest. @param {string} text */
export function tell(text) {
  if (text === told) return;
  told = text;
  clearTimeout(telling);
  telling = setTimeout(() => {
    const said = document.getElementById("said");
    if (said) said.textContent = text;
  }, 600);
}
