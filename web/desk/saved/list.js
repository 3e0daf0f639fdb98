// Finding quotes, and the list of what was found.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { sums } from "../../shared/quote.js";
import { patient, reference } from "../heard.js";
import { askServer as ask } from "../server.js";
import { dayFromNow, shortly } from "../moment.js";
import { openQuote } from "./moves.js";
import { saved } from "./state.js";
import { followUp, stateTag } from "./tag.js";
import { trouble } from "./trouble.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @import { Context } from "../views.js"
 * @import { Summary } from "./state.js"
 */

const STATES = ["open", "accepted", "declined", "withdrawn", "superseded", "expired"];
const DAYS = /** @type {const} */ (["today", "week", "all"]);
const PAGE = 25;

/** The asking that counts: an answer to an earlier one comes too late. */
let asking = 0;

/** @param {Context} context */
export async function loadToday(context) {
  if (saved.found === null || saved.sought.trim() === "") await load(context);
}

/** Looks for quotes; with a cursor for the page after those that are shown.
 * @param {Context} context @param {string | null} [cursor] */
async function load(context, cursor = null) {
  const own = (asking += 1);
  saved.isLoading = true;
  saved.listProblem = null;
  context.render();
  const answer = await ask("/v1/quotes/search", { body: sought(cursor, context), tries: 3 });
  if (own !== asking) return;
  saved.isLoading = false;
  if ("ok" in answer) {
    saved.found = cursor ? [...(saved.found ?? []), ...answer.ok.quotes] : answer.ok.quotes;
    saved.next = answer.ok.next;
  } else if ("problem" in answer) saved.listProblem = answer.problem;
  else if ("down" in answer) saved.listProblem = "down";
  context.render();
}

/** @param {string | null} cursor @param {Context} context */
function sought(cursor, context) {
  const text = saved.sought.trim();
  const zone = context.catalog?.time_zone;
  const first = { today: dayFromNow(0, zone), week: dayFromNow(-6, zone), all: null }[saved.days];
  return {
    limit: PAGE,
    ...(context.catalog ? { clinic: context.catalog.clinic } : {}),
    ...(text ? patient(text) : {}),
    // Whoever is looked for by name or number may have called on any day.
    ...(first && !text ? { from: first } : {}),
    ...(saved.state ? { state: saved.state } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

/** Opens what is sought as a reference, else looks for whom it names. @param {Context} context */
export async function find(context) {
  const text = saved.sought.trim();
  const heard = text ? reference(text) : null;
  saved.problem = null;
  if (!heard || !(await openQuote(heard.reference, context, heard.isSpelled))) return load(context);
  // That there was nothing is no answer to this.
  if (saved.found?.length !== 0) return;
  saved.found = null;
  context.render();
}

/** @param {Say} say @param {Context} context */
export function list(say, context) {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void find(context);
  };
  const type = (/** @type {Event} */ event) => {
    saved.sought = /** @type {HTMLInputElement} */ (event.target).value;
    // The list of the day comes back with an empty box.
    if (saved.sought === "") void load(context);
  };
  return html`<section class="found" aria-label=${say("find")}>
    <form class="find" role="search" @submit=${submit}>
      <label for="find" class="small soft">${say("find_help")}</label>
      <span class="find-box"><input class="field" id="find" type="search" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="100" dir="auto" .value=${saved.sought} @input=${type}>
      <button class="button" type="submit">${say("find")}</button></span>
    </form>
    ${filters(say, context)}
    ${trouble(saved.listProblem, say, () => void load(context))}
    ${saved.found === null ? nothing : rows(saved.found, say, context)}
    ${saved.next ? html`<button type="button" class="button wide" ?disabled=${saved.isLoading} @click=${() => void load(context, saved.next)}>${say("more_quotes")}</button>` : nothing}
  </section>`;
}

/** @param {Say} say @param {Context} context */
function filters(say, context) {
  const choose = (/** @type {(typeof DAYS)[number]} */ days) => () => {
    saved.days = days;
    void load(context);
  };
  const state = (/** @type {Event} */ event) => {
    saved.state = /** @type {HTMLSelectElement} */ (event.target).value;
    void load(context);
  };
  const isSought = saved.sought.trim() !== "";
  return html`<div class="filters">
    <span class="segments" role="group" aria-label=${say("made")}>${DAYS.map(
      (days) => html`<button type="button" aria-pressed=${!isSought && saved.days === days} ?disabled=${isSought} @click=${choose(days)}>${say(`days_${days}`)}</button>`,
    )}</span>
    <label><span class="visually-hidden">${say("state")}</span>
      <select class="field" @change=${state}><option value="" ?selected=${saved.state === ""}>${say("any_state")}</option>${STATES.map(
        (name) => html`<option value=${name} ?selected=${saved.state === name}>${say(`state_${name}`)}</option>`,
      )}</select></label>
  </div>`;
}

/** @param {Summary[]} found @param {Say} say @param {Context} context */
function rows(found, say, context) {
  if (found.length === 0 && !saved.isLoading) return html`<p class="soft none">${say(saved.sought.trim() ? "none_found" : `none_${saved.days}`)}</p>`;
  return html`<ul class="rows ${saved.isLoading ? "stale" : ""}" aria-label=${say("found")}>${found.map((quote) => html`<li>${row(quote, say, context)}</li>`)}</ul>`;
}

/** @param {Summary} quote @param {Say} say @param {Context} context */
function row(quote, say, context) {
  const who = quote.patient.name || quote.patient.phone || "";
  const treatments = quote.treatments.map((code) => context.catalog?.treatments.find((known) => known.treatment === code)?.name ?? code);
  const total = quote.agreed_total ? { from: quote.agreed_total, to: quote.agreed_total } : quote.total;
  return html`<button type="button" class="row" data-reference=${quote.reference} aria-current=${saved.open?.reference === quote.reference ? "true" : "false"} @click=${() => void openQuote(quote.reference, context, true)}>
    <b class="code" dir="ltr">${quote.reference}</b>
    <span class="sums">${sums(total, quote.currency, say, true)}</span>
    <span class="what"><bdi>${[...new Set(treatments)].join(", ")}</bdi></span>
    ${stateTag(quote.state, say)}
    <span class="who"><bdi>${who}</bdi> ${followUp(quote.patient, say)}</span>
    <span class="when">${shortly(quote.created_at, say, context.catalog?.time_zone)}</span>
  </button>`;
}

/** Moves from row to row, and from the box into the list and back. @param {number} by @param {HTMLElement} at */
export function moveInList(by, at) {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".rows .row"))];
  const place = all.indexOf(at);
  if (place < 0 && at.id !== "find") return false;
  const to = place + by;
  (to < 0 ? document.getElementById("find") : all[to])?.focus();
  return true;
}

/** Enter opens the row that has the focus; a button does so by itself. @param {KeyboardEvent} event @param {HTMLElement} at @param {Context} context */
export function openRow(event, at, context) {
  if (event.key !== "Enter" || at.id !== "find") return false;
  void find(context);
  return true;
}
