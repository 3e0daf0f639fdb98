// The keyboard. What is open takes the keys first: a dialog, a screen, a menu of a chip, the list beneath the box.

import { box, put } from "./box.js";
import { enterCaller } from "./caller.js";
import { copy, next, switchLanguage } from "./calls.js";
import { chipKey, enterChips } from "./chips.js";
import { toggleTable } from "./details.js";
import { keep } from "./keep.js";
import { keys } from "./keys.js";
import { suggestions, withStep } from "./offers.js";
import { overlayKey } from "./overlay.js";
import { togglePanel } from "./panel.js";
import { enterLogin } from "./login.js";
import { isListOpen, mark, marked } from "./popup.js";
import { replace } from "./revising.js";
import { context, go, openOverlay, screen, takeOffer } from "./screens.js";
import { changed, isIn, isKept, state } from "./state.js";
import { switchDesk } from "./switching.js";
import { wording } from "./wording.js";

/** What each key does. Those of the box, chips and lists come first. */
const actions = {
  more: () => stepLast(1),
  fewer: () => stepLast(-1),
  callerLanguage: switchLanguage,
  panel: togglePanel,
  caller: enterCaller,
  recent: () => openOverlay("recent"),
  why: () => { state.isWhyOpen = !state.isWhyOpen; changed(); },
  saved: () => void go(state.view === "saved" ? null : "saved"),
  prices: () => void go(state.view === "prices" ? null : "prices"),
  table: toggleTable,
  replace,
  start: () => document.getElementById("start")?.focus(),
  copy,
  deskLanguage: () => void switchDesk(),
  help: () => openOverlay("help"),
};

/** @param {number} by */
function stepLast(by) {
  const { items } = state.heard;
  if (items.length) put(withStep(items.length - 1, by));
}

/** The last key that came before there were words to answer it with. @type {KeyboardEvent | null} */
let early = null;

/** Holds it until `listen`. What is typed after it takes its place, so that nothing half typed is saved. Escape is not
 * held: it would throw away what nobody has seen yet.
 * @param {KeyboardEvent} event */
export function holdKey(event) {
  const isOurs = keys.some((key) => key.is?.(event));
  early = isOurs || event.key === "Enter" ? event : null;
  if (isOurs) event.preventDefault();
}

/** Answers keys from now on, and the one that was held. */
export function listen() {
  removeEventListener("keydown", holdKey);
  addEventListener("keydown", onKey);
  if (early) answerKey(early);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (!event.defaultPrevented && !event.isComposing) answerKey(event);
}

/** @param {KeyboardEvent} event */
function answerKey(event) {
  const key = keys.find((key) => key.is?.(event));
  if (!isIn() && !state.overlay && !["help", "deskLanguage"].includes(key?.does ?? "")) return strangerKey(event);
  if (key && isFree(key.does)) used(event, () => /** @type {any} */ (actions)[key.does]?.());
  else if (state.overlay) overlayKeys(event);
  else if (state.view !== null) viewKeys(event);
  else deskKeys(event);
}

/** Over a dialog only what closes it or opens another counts. @param {string} does */
function isFree(does) {
  return state.overlay === "" ? state.view === null || ["help", "recent", "saved", "prices", "deskLanguage"].includes(does) : ["help", "recent"].includes(does);
}

/** @param {Event} event @param {() => void} act */
function used(event, act) {
  event.preventDefault();
  act();
}

/** @param {KeyboardEvent} event */
function overlayKeys(event) {
  if (event.key === "Escape") used(event, () => { state.overlay = ""; changed(); if (state.view === null) box().focus(); });
  else if (overlayKey(event)) event.preventDefault();
}

/** @param {KeyboardEvent} event */
function viewKeys(event) {
  if (screen.isOpening && holdTyped(event)) event.preventDefault();
  else if (screen.open?.key?.(event, context())) event.preventDefault();
  else if (event.key === "Escape" && !event.defaultPrevented) used(event, () => void go(null));
}

/** Keeps what is typed before there is a field for it. @param {KeyboardEvent} event */
function holdTyped(event) {
  if (event.key === "Backspace") screen.typed = screen.typed.slice(0, -1);
  else if (isText(event) || event.key === " ") screen.typed += event.key;
  else return false;
  return true;
}

/** In the box that was open when a session ended, Enter goes on to the key that is asked for. @param {KeyboardEvent} event */
function strangerKey(event) {
  if (event.key === "Enter" && document.activeElement === box()) used(event, enterLogin);
}

/** @param {KeyboardEvent} event */
function deskKeys(event) {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (/^[1-9]$/.test(event.key) && event.altKey) return used(event, () => suggest(Number(event.key)));
  if (chipKey(event, wording.say, put, () => box().focus())) return event.preventDefault();
  if (event.key === "Escape") return used(event, escape);
  if (at === box()) return boxKey(event);
  if (event.key === "Enter" && at instanceof HTMLInputElement && at.type !== "date" && at.id !== "promo") return used(event, () => void keep());
  if (isText(event) && !takesText(at)) box().focus();
}

/** @param {KeyboardEvent} event */
function boxKey(event) {
  const isList = isListOpen(wording.say);
  if (event.key === "Enter") used(event, () => (isList ? choose() : void keep()));
  else if (isList && (event.key === "ArrowDown" || event.key === "ArrowUp")) used(event, () => { mark(event.key === "ArrowDown" ? 1 : -1, wording.say); changed(); });
  else if (isList && event.key === "Tab" && !event.shiftKey) used(event, choose);
  else if (event.key === "ArrowDown" && enterChips()) event.preventDefault();
}

function choose() {
  const offer = marked(wording.say);
  if (offer) takeOffer(offer);
}

/** @param {number} number */
function suggest(number) {
  const offer = suggestions(wording.say)[number - 1];
  if (offer) put(offer.text);
}

/** Closes what is open, goes back to the box, and else ends with this caller: one thing at a time. */
function escape() {
  if (state.openChip !== null) state.openChip = null;
  else if (document.activeElement !== box() && document.activeElement !== document.body && !isKept()) box().focus();
  else if (isListOpen(wording.say)) state.isPopupClosed = true;
  else return next();
  changed();
}

/** @param {KeyboardEvent} event */
const isText = (event) => [...event.key].length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;

/** @param {HTMLElement} at */
const takesText = (at) => at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
