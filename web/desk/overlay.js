// What lies over the page for a moment: the keys, and the last callers' quotes.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { sums } from "../shared/quote.js";
import { hint } from "./hint.js";
import { keys } from "./keys.js";
import { hour } from "./moment.js";
import { changed, state } from "./state.js";
import { views } from "./views.js";

/** @import { Say } from "../shared/words.js" */

/** @param {Say} say @param {{ put: (text: string) => void }} actions */
export function overlay(say, actions) {
  if (!state.overlay) return nothing;
  const close = () => {
    state.overlay = "";
    changed();
    document.getElementById("line")?.focus();
  };
  const outside = (/** @type {Event} */ event) => event.target === event.currentTarget && close();
  return html`<div class="shade" @click=${outside}>
    <div class="dialog" role="dialog" aria-modal="true" aria-labelledby="dialog-title">
      <div class="section-head"><h2 id="dialog-title">${say(state.overlay === "help" ? "keys" : "recent")}</h2>
        <button type="button" class="quiet close" @click=${close}>${say("close")} ${hint("next")}</button></div>
      ${state.overlay === "help" ? help(say) : recent(say, actions)}
    </div>
  </div>`;
}

/** @param {Say} say */
function help(say) {
  return html`<p class="soft">${say("line_help")}</p>
    <dl class="key-list">${keys.map((key) => html`<div><dt dir="ltr">${key.shown.map((name) => html`<kbd>${name}</kbd>`)}</dt><dd>${nameOf(key.does, say)}</dd></div>`)}</dl>`;
}

/** @param {string} does @param {Say} say */
function nameOf(does, say) {
  const view = views.find((known) => known.name === does);
  return view ? view.title[say.language === "ar" ? "ar" : "en"] : say(`does_${does}`);
}

/** @param {Say} say @param {{ put: (text: string) => void }} actions */
function recent(say, actions) {
  if (state.recent.length === 0) return html`<p class="soft">${say("no_recent")}</p>`;
  return html`<ul class="recent">${state.recent.map((known) => html`<li><button type="button" @click=${() => actions.put(known.text)}>
    <span class="soft small">${hour(known.at, say, state.catalog?.time_zone)}</span>
    <span class="what" dir="auto">${known.line}</span>
    <span>${known.total ? sums(known.total, known.currency, say, true) : "–"}</span>
    ${known.reference ? html`<b class="code" dir="ltr">${known.reference}</b>` : html`<span class="tag">${say("not_saved")}</span>`}
  </button></li>`)}</ul>`;
}

/** Puts the focus into what has opened. */
export function enterOverlay() {
  const first = document.querySelector(".dialog .recent button") ?? document.querySelector(".dialog button");
  /** @type {HTMLElement | null} */ (first)?.focus();
}

/** The keys of what lies over the page; tells whether one was used. @param {KeyboardEvent} event */
export function overlayKey(event) {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".dialog button"))];
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const by = event.key === "ArrowDown" || (event.key === "Tab" && !event.shiftKey) ? 1 : event.key === "ArrowUp" || event.key === "Tab" ? -1 : 0;
  if (by) all[(at + by + all.length) % all.length]?.focus();
  return by !== 0;
}
