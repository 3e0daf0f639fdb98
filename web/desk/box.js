// The box. It stands in the page as it came and is never made anew: the cursor stays where it is whatever else changes.

import { keepDraft } from "./draft.js";
import { isListOpen } from "./popup.js";
import { price } from "./pricing.js";
import { changed, changedSoon, isCurrent, isKept, isSettled, state } from "./state.js";
import { tell, wording } from "./wording.js";

export const box = () => /** @type {HTMLInputElement} */ (document.getElementById("line"));

/** Takes what was typed. */
export function onInput() {
  const isShownToo = state.openChip !== null || state.keepRefusal !== null || state.overlay !== "";
  Object.assign(state, { isPopupClosed: false, openChip: null, keepRefusal: null, overlay: "" });
  state.asked.text = box().value;
  keepDraft();
  void price();
  if (isShownToo) changed();
  else if (!isSettled()) changedSoon();
  describeBusy();
}

/** Puts a line into the box; the focus goes there too, unless it is told to stay.
 * @param {string} text @param {HTMLElement} [focus] */
export function put(text, focus) {
  box().value = text;
  onInput();
  (focus?.isConnected ? focus : box()).focus();
  if (!focus) box().setSelectionRange(text.length, text.length);
}

/** Says of what stands beneath the box whether it is that of the line. */
export function describeBusy() {
  describe(/** @type {HTMLElement} */ (document.getElementById("below")), "aria-busy", String(!isSettled()));
}

/** Writes what is not there yet: an attribute that is written is looked at by the browser, be it the same.
 * @param {HTMLElement} element @param {string} name @param {string} value */
function describe(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** What the box says of itself to a screen reader. */
export function describeBox() {
  const { say } = wording;
  describeBusy();
  const isOpen = isListOpen(say);
  describe(box(), "aria-expanded", String(isOpen));
  if (isOpen) describe(box(), "aria-activedescendant", `choice-${state.marked}`);
  else box().removeAttribute("aria-activedescendant");
  tell(isKept() ? say("saved_as_said", { reference: state.kept?.quote.reference }) : isCurrent() ? (state.answer?.spoken ?? "") : "");
}
