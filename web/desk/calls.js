// What is done with a call: the days asked for, the caller's language, the end of it.

import { box } from "./box.js";
import { draftKey, keepDraft, keepLanguages, remember } from "./draft.js";
import { price } from "./pricing.js";
import { changed, hasWords, isCurrent, isKept, nextCaller, state } from "./state.js";
import { tell, wording } from "./wording.js";

/** Ends with this caller: what was asked can be looked up among the last ones. */
export function next() {
  const estimate = isCurrent() ? state.answer?.estimate : undefined;
  const { text } = state.asked;
  if (hasWords(text) && !isKept()) {
    remember({ text, line: estimate?.understood?.line ?? text, total: estimate?.total, currency: estimate?.currency ?? "", at: new Date().toISOString() });
  }
  // A quote that is still being sent goes on by itself.
  Object.assign(draftKey, { value: "", body: "" });
  nextCaller();
  box().value = "";
  keepDraft();
  void price();
  changed();
  box().focus();
}

/** The caller's language: the one after it among the clinic's. */
export function switchLanguage() {
  const all = state.catalog?.languages ?? ["en"];
  state.asked.language = all[(all.indexOf(state.asked.language) + 1) % all.length] ?? "en";
  keepLanguages();
  keepDraft();
  void price();
  changed();
}

/** The days that are asked for. @param {{ on?: string, start?: string }} day */
export function setDay(day) {
  Object.assign(state.asked, day);
  keepDraft();
  void price();
  changed();
}

/** Copies the sentence. */
export function copy() {
  void navigator.clipboard?.writeText(state.answer?.spoken ?? "").then(() => tell(wording.say("copied")));
}
