// Another clinic, another language of the desk.

import { box } from "./box.js";
import { fetchCatalog, setClinic } from "./catalog.js";
import { keepLanguages } from "./draft.js";
import { price } from "./pricing.js";
import { changed, state } from "./state.js";
import { speak } from "./wording.js";

/** @param {string} code */
export async function switchClinic(code) {
  await setClinic(code);
  state.answer = null;
  changed();
  void price();
  box().focus();
}

/** The desk's own language: the one after it among the clinic's. */
export async function switchDesk() {
  const all = state.catalog?.languages ?? ["en"];
  state.language = all[(all.indexOf(state.language) + 1) % all.length] ?? "en";
  keepLanguages();
  await Promise.all([speak(), fetchCatalog()]);
  changed();
  if (state.asked.text) void price();
}
