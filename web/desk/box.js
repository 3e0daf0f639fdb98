// The box. It stands in the page as it came and is never made anew: the cursor stays where it is whatever else changes.

import { keepDraft } from "./draft.js";
import { isListOpen } from "./popup.js";
import { price } from "./pricing.js";
import { changed, isCurrent, isKept, state } from "./state.js";
import { tell, wording } from "./wording.js";

export const box = () => /** @type {HTMLInputElement} */ (document.getElementById("line"));

/** Takes what was typed. */
export function onInput() {
  state.asked.text = box().value;
  state.isPopupClosed = false;
  state.openChip = null;
  state.keepRefusal = null;
  keepDraft();
  void price();
  // While that is under way: what stands there is of the line before.
  changed();
}

/** Puts a line into the box; the focus goes there too, unless it is told to stay.
 * @param {string} text @param {HTMLElement} [focus] */
export function put(text, focus) {
  box().value = text;
  state.overlay = "";
  onInput();
  (focus?.isConnected ? focus : box()).focus();
  if (!focus) box().setSelectionRange(text.length, text.length);
}

/** What the box says of itself to a screen reader. */
export function describeBox() {
  const { say } = wording;
  const isOpen = isListOpen(say);
  box().setAttribute("aria-expanded", String(isOpen));
  if (isOpen) box().setAttribute("aria-activedescendant", `choice-${state.marked}`);
  else box().removeAttribute("aria-activedescendant");
  tell(isKept() ? say("saved_as_said", { reference: state.kept?.quote.reference }) : isCurrent() ? (state.answer?.spoken ?? "") : "");
}

