// Puts the parts together and shows them.

import { html, nothing, render } from "../vendor/lit-html/lit-html.js";
import { answer } from "./answer.js";
import { bar } from "./bar.js";
import { box, describeBox, onInput, put } from "./box.js";
import { takeBrought } from "./brought.js";
import { copy, next, setDay, switchLanguage } from "./calls.js";
import { chooseClinic, fetchCatalog } from "./catalog.js";
import { chips } from "./chips.js";
import { besideAnswer, showChosen } from "./details.js";
import { callerLanguageBefore, takeUpDraft } from "./draft.js";
import { empty } from "./empty.js";
import { keep, sendWaiting } from "./keep.js";
import { holdKey, listen } from "./keyboard.js";
import { enterLogin, leaveToo, login } from "./login.js";
import { overlay } from "./overlay.js";
import { panel } from "./panel.js";
import { popup } from "./popup.js";
import { price, whenPricesChange } from "./pricing.js";
import { context, go, openOverlay, quoteAgain, screen, takeOffer } from "./screens.js";
import { revising } from "./revising.js";
import { STRANGER } from "./server.js";
import { changed, isCurrent, isIn, isKept, onChange, state } from "./state.js";
import { switchClinic, switchDesk } from "./switching.js";
import { languageName, speak, wording } from "./wording.js";

/** How often the price on the screen is asked for again, so that a change of prices is told. */
const FRESH_MS = 20_000;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Takes over from the page as it came: what was typed meanwhile stays. */
async function takeOver() {
  addEventListener("keydown", holdKey);
  takeBrought();
  takeUpDraft();
  if (!state.asked.text) state.asked.language = callerLanguageBefore() ?? state.language;
  box().value ||= state.asked.text;
  await speak();
  state.asked.text = box().value;
  onChange(show);
  whenPricesChange(() => void fetchCatalog().then(changed));
  box().addEventListener("input", onInput);
  addEventListener("click", onClick);
  addEventListener(STRANGER, onStranger);
  addEventListener("storage", leaveToo);
  setInterval(refresh, FRESH_MS);
  addEventListener("focus", refresh);
  // Pictures are drawn for the room there is.
  matchMedia("(max-width: 40rem)").addEventListener("change", changed);
  chooseClinic();
  changed();
  if (state.asked.text) void price();
  sendWaiting();
  listen();
  // One of several clinics was not brought along.
  if (!state.catalog) void fetchCatalog().then(changed);
}

/** Asks again for what stands there, unless something is under way. */
function refresh() {
  if (!document.hidden && isCurrent() && !isKept()) void price();
}

function show() {
  const { say } = wording;
  describePage(say);
  render(bar(say, { go, help: () => openOverlay("help"), recent: () => openOverlay("recent"), deskLanguage: () => void switchDesk(), languageName, clinic: (code) => void switchClinic(code) }), element("bar"));
  const isAtView = isIn() && state.view !== null;
  element("desk").hidden = isAtView;
  element("view").hidden = !isAtView;
  // What is being typed when a session ends is typed to its end.
  document.querySelector(".asking")?.toggleAttribute("hidden", !isIn() && !state.asked.text);
  render(isIn() ? [chips(say, put), revising(say), state.down ? down(say) : nothing] : nothing, element("chips"));
  render(isIn() ? popup(say, takeOffer) : nothing, element("popup"));
  render(isIn() ? below(say) : login(say, () => void afterLogin()), element("below"));
  render(overlay(say, { put: quoteAgain }), element("overlay"));
  if (isAtView) render(screen.open ? screen.open.view(context()) : html`<p class="soft">…</p>`, element("view"));
  if (state.isTableOpen) showChosen();
  const at = document.activeElement;
  if (!isIn() && !state.asked.text && (at === document.body || at === box())) enterLogin();
  describeBox();
}

/** What the page says of itself, when the language has changed: written anew, even with the same words, it would have the
 * browser style everything anew at each key. @param {import("../shared/words.js").Say} say */
function describePage(say) {
  const page = document.documentElement;
  if (page.lang === say.language && element("heading").textContent) return;
  page.lang = say.language;
  page.dir = say.dir;
  box().setAttribute("aria-label", say("line"));
  element("heading").textContent = say("desk");
}

/** @param {import("../shared/words.js").Say} say */
function down(say) {
  return html`<p class="notice bad down" role="alert">${say(state.keeping === "wished" ? "down_wished" : "down")}</p>`;
}

/** @param {import("../shared/words.js").Say} say */
function below(say) {
  return html`<div class="columns">
    <div class="first">${state.answer ? answer(say, { put, save: () => void keep(), next, send: () => void go("saved"), switchLanguage, copy, languageName, setStart: (start) => setDay({ start }) }) : empty(say, put)}</div>
    <div class="second">${panel(say, { put, setOn: (on) => setDay({ on }), setStart: (start) => setDay({ start }) })}${besideAnswer(say)}</div>
  </div>`;
}

async function afterLogin() {
  await fetchCatalog();
  changed();
  if (state.asked.text) void price();
  sendWaiting();
  if (state.view === null) box().focus();
  else await go(state.view);
}

/** What was typed stays, and what stands on the screen is not for whoever comes now. */
function onStranger() {
  if (!isIn()) return;
  state.session = { staff: null, needs_key: true };
  changed();
}

/** A click beside everything leaves a menu, and the cursor in the box. @param {MouseEvent} event */
function onClick(event) {
  const at = /** @type {HTMLElement} */ (event.target);
  if (state.openChip !== null && !at.closest(".chip-room")) {
    state.openChip = null;
    changed();
  }
}

void takeOver();
