// Puts the parts together: the box, what is shown, and the keys. The box itself stands in the page and is never made
// anew, so that the cursor stays where it is whatever else changes.

import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { words } from "../shared/words.js";
import { answer } from "./answer.js";
import { askServer } from "./server.js";
import { bar } from "./bar.js";
import { chips, enterChips, chipKey } from "./chips.js";
import { enterCaller } from "./caller.js";
import { besideAnswer, toggleTable } from "./details.js";
import { fetchCatalog, setClinic } from "./catalog.js";
import { keepDraft, keepLanguages, languagesBefore, remember, takeUpDraft } from "./draft.js";
import { empty } from "./empty.js";
import { keep } from "./keep.js";
import { keys } from "./keys.js";
import { login } from "./login.js";
import { suggestions, withStep } from "./offers.js";
import { enterOverlay, overlay, overlayKey } from "./overlay.js";
import { panel, togglePanel } from "./panel.js";
import { isListOpen, mark, marked, popup } from "./popup.js";
import { price, whenPricesChange } from "./pricing.js";
import { changed, isCurrent, isKept, nextCaller, onChange, state } from "./state.js";
import { views } from "./views.js";

/** How often the price on the screen is asked for again, so that a change of prices is told. */
const FRESH_MS = 20_000;
const FOLDER = new URL("./words/", import.meta.url);

/** @type {import("../shared/words.js").Say} */
let say;
/** @type {import("./views.js").Screen | null} */
let screen = null;
let isTaken = false;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const box = () => /** @type {HTMLInputElement} */ (element("line"));

/** Takes over from the page as it came: what was typed meanwhile stays. */
export async function takeOver() {
  if (isTaken) return;
  isTaken = true;
  takeUpDraft();
  const before = languagesBefore();
  state.language = before.desk ?? (navigator.language.startsWith("ar") ? "ar" : "en");
  if (!state.asked.text) state.asked.language = before.caller ?? state.language;
  if (box().value) state.asked.text = box().value;
  else box().value = state.asked.text;
  [say] = await Promise.all([words(state.language, FOLDER), fetchSession(), fetchCatalog()]);
  onChange(show);
  whenPricesChange(() => void fetchCatalog().then(changed));
  box().addEventListener("input", onInput);
  addEventListener("keydown", onKey);
  addEventListener("click", onClick);
  setInterval(refresh, FRESH_MS);
  addEventListener("focus", refresh);
  // Pictures are drawn for the room there is.
  matchMedia("(max-width: 40rem)").addEventListener("change", changed);
  changed();
  if (state.asked.text) void price();
}

async function fetchSession() {
  const answer = await askServer("/v1/session");
  // A server without sessions knows its staff by other means.
  state.session = "ok" in answer ? answer.ok : { staff: "staff", needs_key: false };
  if ("down" in answer) state.down = true;
}

/** Asks again for what stands there, unless something is under way. */
function refresh() {
  if (!document.hidden && isCurrent() && !isKept()) void price();
}

function onInput() {
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
function put(text, focus) {
  box().value = text;
  state.overlay = "";
  onInput();
  (focus?.isConnected ? focus : box()).focus();
  if (!focus) box().setSelectionRange(text.length, text.length);
}

function show() {
  document.documentElement.lang = state.language;
  document.documentElement.dir = say.dir;
  const isIn = !state.session?.needs_key || state.session.staff !== null;
  render(bar(say, { go, help: () => open("help"), recent: () => open("recent"), deskLanguage: () => void switchDesk(), languageName, clinic: (code) => void switchClinic(code) }), element("bar"));
  element("desk").hidden = state.view !== null;
  element("view").hidden = state.view === null;
  document.querySelector(".asking")?.toggleAttribute("hidden", !isIn);
  box().setAttribute("aria-label", say("line"));
  element("heading").textContent = say("desk");
  render(isIn ? [state.down ? down() : nothing, chips(say, put)] : nothing, element("chips"));
  render(isIn ? popup(say, put) : nothing, element("popup"));
  render(isIn ? below() : login(say, () => void afterLogin()), element("below"));
  render(overlay(say, { put }), element("overlay"));
  if (state.view !== null) render(screen ? screen.view(context()) : html`<p class="soft">…</p>`, element("view"));
  describeBox();
}

/** What the box says of itself to a screen reader. */
function describeBox() {
  const isOpen = isListOpen(say);
  box().setAttribute("aria-expanded", String(isOpen));
  if (isOpen) box().setAttribute("aria-activedescendant", `choice-${state.marked}`);
  else box().removeAttribute("aria-activedescendant");
  element("said").textContent = isKept() ? say("saved_as_said", { reference: state.kept?.quote.reference }) : isCurrent() ? (state.answer?.spoken ?? "") : "";
}

function down() {
  return html`<p class="notice bad down" role="alert">${say("down")}</p>`;
}

function below() {
  return html`<div class="columns">
    <div class="first">${state.answer ? answer(say, { put, save: () => void keep(), next, switchLanguage, copy, languageName, setStart: (start) => setDay({ start }) }) : empty(say, put)}</div>
    <div class="second">${panel(say, { put, setOn: (on) => setDay({ on }), setStart: (start) => setDay({ start }) })}${besideAnswer(say)}</div>
  </div>`;
}

/** @param {{ on?: string, start?: string }} day */
function setDay(day) {
  Object.assign(state.asked, day);
  keepDraft();
  void price();
  changed();
}

/** @param {string} tag */
function languageName(tag) {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
}

async function afterLogin() {
  await fetchCatalog();
  changed();
  box().focus();
  if (state.asked.text) void price();
}

/** Ends with this caller: what was asked can be looked up among the last ones. */
function next() {
  const { answer } = state;
  if (answer && !isKept()) {
    const { estimate } = answer;
    remember({ text: answer.asked.text, line: estimate.understood?.line ?? "", total: estimate.total, currency: estimate.currency, at: new Date().toISOString() });
  }
  nextCaller();
  box().value = "";
  keepDraft();
  void price();
  changed();
  box().focus();
}

/** The caller's language: the one after it among the clinic's. */
function switchLanguage() {
  const all = state.catalog?.languages ?? ["en"];
  state.asked.language = all[(all.indexOf(state.asked.language) + 1) % all.length] ?? "en";
  keepLanguages();
  keepDraft();
  void price();
  changed();
}

/** @param {string} code */
async function switchClinic(code) {
  await setClinic(code);
  state.answer = null;
  changed();
  void price();
  box().focus();
}

async function switchDesk() {
  const all = state.catalog?.languages ?? ["en"];
  state.language = all[(all.indexOf(state.language) + 1) % all.length] ?? "en";
  keepLanguages();
  [say] = await Promise.all([words(state.language, FOLDER), fetchCatalog()]);
  changed();
  if (state.asked.text) void price();
}

function copy() {
  void navigator.clipboard?.writeText(state.answer?.spoken ?? "").then(() => { element("said").textContent = say("copied"); });
}

/** @param {"help" | "recent"} name */
function open(name) {
  state.overlay = state.overlay === name ? "" : name;
  changed();
  if (state.overlay) enterOverlay();
  else box().focus();
}

/** @returns {import("./views.js").Context} */
function context() {
  return {
    language: state.language,
    clinic: state.clinic,
    catalog: state.catalog,
    render: changed,
    go: (name) => void go(name),
    say: (text) => { element("said").textContent = text; },
    quote: (text) => { void go(null); put(text); },
  };
}

/** Opens a screen; the box and what it holds stay as they are. @param {string | null} name */
async function go(name) {
  screen?.leave?.(context());
  screen = null;
  state.view = name;
  changed();
  if (name === null) {
    box().focus();
    return;
  }
  const loaded = await views.find((view) => view.name === name)?.load();
  if (state.view !== name || !loaded) return;
  screen = loaded;
  changed();
  element("view").focus();
  screen.enter?.(context());
}

/** What each key does. Those of the box, chips and lists come first. */
const actions = {
  more: () => stepLast(1),
  fewer: () => stepLast(-1),
  callerLanguage: switchLanguage,
  panel: togglePanel,
  caller: enterCaller,
  recent: () => open("recent"),
  why: () => { state.isWhyOpen = !state.isWhyOpen; changed(); },
  saved: () => void go(state.view === "saved" ? null : "saved"),
  prices: () => void go(state.view === "prices" ? null : "prices"),
  table: toggleTable,
  start: () => element("start")?.focus(),
  copy,
  deskLanguage: () => void switchDesk(),
  help: () => open("help"),
};

/** @param {number} by */
function stepLast(by) {
  const { items } = state.heard;
  if (items.length) put(withStep(items.length - 1, by));
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keys.find((key) => key.is?.(event));
  if (key && isFree(key.does)) used(event, () => /** @type {any} */ (actions)[key.does]?.());
  else if (state.overlay) overlayKeys(event);
  else if (state.view !== null) viewKeys(event);
  else if (!state.session?.needs_key || state.session.staff) deskKeys(event);
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
  if (screen?.key?.(event, context())) event.preventDefault();
  else if (event.key === "Escape" && !event.defaultPrevented) used(event, () => void go(null));
}

/** @param {KeyboardEvent} event */
function deskKeys(event) {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (/^[1-9]$/.test(event.key) && event.altKey) return used(event, () => suggest(Number(event.key)));
  if (chipKey(event, say, put, () => box().focus())) return event.preventDefault();
  if (event.key === "Escape") return used(event, escape);
  if (at === box()) return boxKey(event);
  if (event.key === "Enter" && at instanceof HTMLInputElement && at.type !== "date" && at.id !== "promo") return used(event, () => void keep());
  if (isText(event) && !takesText(at)) box().focus();
}

/** @param {KeyboardEvent} event */
function boxKey(event) {
  const isList = isListOpen(say);
  if (event.key === "Enter") used(event, () => (isList ? choose() : void keep()));
  else if (isList && (event.key === "ArrowDown" || event.key === "ArrowUp")) used(event, () => { mark(event.key === "ArrowDown" ? 1 : -1, say); changed(); });
  else if (isList && event.key === "Tab" && !event.shiftKey) used(event, choose);
  else if (event.key === "ArrowDown" && enterChips()) event.preventDefault();
}

function choose() {
  const offer = marked(say);
  if (offer) put(offer.text);
}

/** @param {number} number */
function suggest(number) {
  const offer = suggestions(say)[number - 1];
  if (offer) put(offer.text);
}

/** Closes what is open, goes back to the box, and else ends with this caller: one thing at a time. */
function escape() {
  if (state.openChip !== null) state.openChip = null;
  else if (document.activeElement !== box() && document.activeElement !== document.body && !isKept()) box().focus();
  else if (isListOpen(say)) state.isPopupClosed = true;
  else return next();
  changed();
}

/** @param {KeyboardEvent} event */
const isText = (event) => [...event.key].length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;

/** @param {HTMLElement} at */
const takesText = (at) => at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;

/** A click beside everything leaves a menu, and the cursor in the box. @param {MouseEvent} event */
function onClick(event) {
  const at = /** @type {HTMLElement} */ (event.target);
  if (state.openChip !== null && !at.closest(".chip-room")) {
    state.openChip = null;
    changed();
  }
}

