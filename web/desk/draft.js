// What was typed outlives a reload of the page: it is kept in this tab, until it is saved or the next caller comes.

import { isKept, state } from "./state.js";
import { read, write } from "./stored.js";

const DRAFT = "mesoquote.draft";
const RECENT = "mesoquote.recent";
const LANGUAGES = "mesoquote.languages";
const DESK_LANGUAGE = "mesoquote_desk_language";

/** Keeps what is in the box and beside it. */
export function keepDraft() {
  const { asked, caller, revises } = state;
  const kept = state.kept && { asked: state.kept.asked, quote: withoutPatient(state.kept.quote) };
  const isEmpty = !asked.text && !asked.on && !asked.start && Object.values(caller).every((value) => !value);
  if (isEmpty) sessionStorage.removeItem(DRAFT);
  // Once it is saved, the personal data is with the quote.
  else write(sessionStorage, DRAFT, { asked, caller: isKept() ? null : caller, kept, revises, key: draftKey });
}

/** What is shown of a saved quote. @param {import("./state.js").Quote} quote */
const withoutPatient = ({ reference, valid_until, link, price_list }) => ({ reference, valid_until, link, price_list });

/** Forgets what was typed and who called. What is on its way to be saved stays. */
export function forgetCallers() {
  sessionStorage.removeItem(DRAFT);
  sessionStorage.removeItem(RECENT);
}

/** The key under which what is in the box is saved once, however often it is sent. It goes with the body sent. */
export const draftKey = { value: "", body: "" };

/** Takes up what was there before a reload. */
export function takeUpDraft() {
  const draft = read(sessionStorage, DRAFT);
  if (draft?.asked) {
    Object.assign(state.asked, draft.asked);
    Object.assign(state.caller, draft.caller ?? {});
    state.kept = draft.kept ?? null;
    state.revises = draft.revises ?? "";
    Object.assign(draftKey, draft.key ?? {});
  }
  state.recent = read(sessionStorage, RECENT) ?? [];
}

/** @param {import("./state.js").Recent} line */
export function remember(line) {
  const others = state.recent.filter((known) => known.text !== line.text || known.reference);
  state.recent = [line, ...others].slice(0, 20);
  write(sessionStorage, RECENT, state.recent);
}

/** The caller's language that was chosen last. @returns {string | undefined} */
export const callerLanguageBefore = () => read(localStorage, LANGUAGES)?.caller;

/** Keeps the languages: the caller's here, the desk's where the server sees it, which sends the page in it. */
export function keepLanguages() {
  write(localStorage, LANGUAGES, { caller: state.asked.language });
  document.cookie = `${DESK_LANGUAGE}=${state.language}; path=/desk; max-age=31536000; samesite=strict`;
}
