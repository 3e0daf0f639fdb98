// Another clinic, another language of the desk.

import { box } from "./box.js";
import { fetchCatalog, setClinic } from "./catalog.js";
import { keepDraft, keepLanguages } from "./draft.js";
import { price } from "./pricing.js";
import { go } from "./screens.js";
import { changed, state } from "./state.js";
import { speak } from "./wording.js";

/** What stands in the box is asked for at the other clinic. What was saved was saved at the one before.
 * @param {string} code */
export async function switchClinic(code) {
  await setClinic(code);
  Object.assign(state, { answer: null, refusal: null, moved: null, kept: null, revises: "", keeping: "", keepRefusal: null });
  keepDraft();
  void price();
  changed();
  if (state.view === null) box().focus();
  else await go(state.view);
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
