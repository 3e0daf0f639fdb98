// Everything that the line can say, to be clicked. Each click writes words into the line: there is one state.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { hint } from "./hint.js";
import { added, withWord, without, withoutItem, withoutPromo } from "./line.js";
import { areaOffer, extrasOf, withStep } from "./offers.js";
import { changed, state } from "./state.js";

/**
 * @import { Say } from "../shared/words.js"
 * @import { Item } from "./offers.js"
 * @import { Part } from "./line.js"
 * @typedef {{ put: (text: string, focus?: HTMLElement) => void, setOn: (day: string) => void, setStart: (day: string) => void }} Actions
 */

/** Whether the panel stands open: by hand, or as long as there is nothing else to show. */
export const isPanelShown = () => state.isPanelOpen || !state.answer;

/** @param {Say} say @param {Actions} actions */
export function panel(say, actions) {
  if (!isPanelShown() || !state.catalog) return nothing;
  const { items } = state.heard;
  const at = items.length - 1;
  const item = items[at];
  return html`<section class="panel" aria-label=${say("panel")}>
    <div class="section-head"><h2>${say("panel")}</h2>${hint("panel")}</div>
    ${treatments(item, at, say, actions)}
    ${areas(item, at, say, actions)}
    ${item ? sessions(item, at, say, actions) : nothing}
    ${extras(items, say, actions)}
    <div class="panel-row">
      ${promoField(say, actions)}
      <label class="small"><span class="soft">${say("priced_for")}</span>
        <input class="field" id="on" type="date" .value=${state.asked.on} @change=${value(actions.setOn)}></label>
      <label class="small"><span class="soft">${say("start")}</span>
        <input class="field" id="panel-start" type="date" .value=${state.asked.start} @change=${value(actions.setStart)}></label>
    </div>
    ${item ? html`<div class="panel-row"><button type="button" class="button" @click=${() => actions.put(`${state.heard.text.trim()} + `)}>${say("add_item")}</button>
      ${items.length > 1 ? html`<button type="button" class="button" @click=${() => actions.put(withoutItem(state.heard.text, state.heard.parts, at))}>${say("remove_item")}</button>` : nothing}</div>` : nothing}
  </section>`;
}

/** @param {(text: string) => void} then */
const value = (then) => (/** @type {Event} */ event) => then(/** @type {HTMLInputElement} */ (event.target).value);

/** A name that can be pressed; what is pressed keeps the focus, so that several can follow.
 * @param {string} name @param {boolean} isChosen @param {(focus: HTMLElement) => void} press @param {boolean} [isDim] */
function pick(name, isChosen, press, isDim = false) {
  const pressed = (/** @type {Event} */ event) => {
    state.isPanelOpen = true;
    press(/** @type {HTMLElement} */ (event.currentTarget));
  };
  return html`<button type="button" class="pick ${isDim ? "dim" : ""}" aria-pressed=${isChosen ? "true" : "false"} @click=${pressed}>${name}</button>`;
}

/** The word that names a treatment or an area, in place of what stands there or at the end of what is being written.
 * @param {number} at @param {"treatment" | "area"} kind @param {string} word */
function written(at, kind, word) {
  const { parts } = state.heard;
  const { text } = state.asked;
  const isNew = at < 0 || /[+;]\s*$/u.test(text);
  if (isNew) {
    const heard = parts.filter((part) => part.kind === kind && part.item === null);
    return heard[0] && at < 0 ? withoutThen(text, heard, word) : added(text, word, " ");
  }
  return withWord(text, parts, at, kind, word);
}

/** @param {string} text @param {Part[]} parts @param {string} word */
const withoutThen = (text, parts, word) => added(without(text, parts).trim(), word, " ");

/** @param {Item | undefined} item @param {number} at @param {Say} say @param {Actions} actions */
function treatments(item, at, say, actions) {
  return html`<h3 class="soft small">${say("chip_treatment")}</h3><div class="picks" role="group" aria-label=${say("chip_treatment")}>${state.catalog?.treatments.map((treatment) =>
    pick(treatment.name, item?.treatment === treatment.treatment, (focus) => actions.put(written(at, "treatment", treatment.word), focus)))}</div>`;
}

/** @param {Item | undefined} item @param {number} at @param {Say} say @param {Actions} actions */
function areas(item, at, say, actions) {
  return html`<h3 class="soft small">${say("chip_area")}</h3><div class="picks" role="group" aria-label=${say("chip_area")}>${state.catalog?.areas.map((area) =>
    pick(area.name, item?.area === area.area, (focus) => actions.put(written(at, "area", area.word), focus),
      item !== undefined && !areaOffer(item.treatment, area.area)))}</div>`;
}

/** @param {Item} item @param {number} at @param {Say} say @param {Actions} actions */
function sessions(item, at, say, actions) {
  const sold = areaOffer(item.treatment, item.area)?.sessions ?? [];
  if (sold.length < 2) return nothing;
  const step = (/** @type {number} */ by) => html`<button type="button" class="step" aria-label=${say(by > 0 ? "more" : "fewer")}
    @click=${(/** @type {Event} */ event) => actions.put(withStep(at, by), /** @type {HTMLElement} */ (event.currentTarget))}>${by > 0 ? "+" : "−"}</button>`;
  const typical = state.catalog?.treatments.find((known) => known.treatment === item.treatment)?.typical_sessions;
  const open = typical?.to === null ? `${typical.from}+` : `${typical?.from}-${typical?.to}`;
  return html`<h3 class="soft small">${say("chip_sessions")}</h3><div class="picks" role="group" aria-label=${say("chip_sessions")}>
    ${step(-1)}<output class="count">${item.sessions === null ? say("usual_course", { count: open }) : say("times_sessions", { count: item.sessions })}</output>${step(1)}
    ${pick(say("times_sessions", { count: open }), item.sessions === open, (focus) => actions.put(withWord(state.heard.text, state.heard.parts, at, "sessions", open), focus))}
  </div>`;
}

/** @param {Item[]} items @param {Say} say @param {Actions} actions */
function extras(items, say, actions) {
  const offered = items.length ? extrasOf(items) : (state.catalog?.extras ?? []);
  if (offered.length === 0) return nothing;
  const { parts } = state.heard;
  return html`<h3 class="soft small">${say("chip_extra")}</h3><div class="picks" role="group" aria-label=${say("chip_extra")}>${offered.map((extra) => {
    const own = parts.filter((part) => part.kind === "extra" && part.code === extra.extra);
    const text = own.length ? without(state.heard.text, own) : added(state.heard.text, extra.word, " ");
    return pick(extra.name, own.length > 0, (focus) => actions.put(text, focus));
  })}</div>`;
}

/** @param {Say} say @param {Actions} actions */
function promoField(say, actions) {
  const { parts } = state.heard;
  const part = parts.find((one) => one.kind === "promo_code");
  const set = (/** @type {string} */ code) => {
    state.isPanelOpen = true;
    const bare = part ? withoutPromo(state.heard.text, part) : state.heard.text;
    actions.put(code.trim() ? added(bare, `promo ${code.trim()}`, " ") : bare, /** @type {HTMLElement} */ (document.activeElement));
  };
  const now = part ? [...state.heard.text].slice(part.from, part.to).join("") : "";
  return html`<label class="small"><span class="soft">${say("chip_promo_code")}</span>
    <input class="field" id="promo" type="text" maxlength="50" autocomplete="off" dir="ltr" .value=${now} @change=${value(set)}></label>`;
}

/** Opens or closes it. */
export function togglePanel() {
  state.isPanelOpen = !isPanelShown();
  changed();
  if (state.isPanelOpen) /** @type {HTMLElement | null} */ (document.querySelector(".panel .pick"))?.focus();
}
