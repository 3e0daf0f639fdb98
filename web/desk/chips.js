// What was understood, as chips beneath the box. Arrows go along them, Enter opens what else one may be, the minus and
// plus of a number step it, Delete leaves it out. Whatever is chosen is written into the box.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { alternatives, areaOffer, withStep, withoutChip } from "./offers.js";
import { changed, isCurrent, state } from "./state.js";

/**
 * @import { Part } from "./line.js"
 * @import { Say } from "../shared/words.js"
 * @typedef {{ kind: Part["kind"], item: number, code: string | null, text: string, note: string, isTold: boolean, parts: Part[] }} Chip
 * @typedef {(text: string, focus?: HTMLElement) => void} Put puts a line into the box; the focus follows it there unless told where
 */

/** The chips of what was understood, item by item and then what goes with all of them.
 * @param {Say} say
 * @returns {Chip[][]} */
export function groups(say) {
  const { parts, items } = state.heard;
  if (items.length === 0) return parts.length ? [parts.map((part) => heard(part, say))] : [];
  const ofItems = items.map((item, at) => {
    const own = parts.filter((part) => part.item === at);
    const of = (/** @type {string} */ kind) => own.filter((part) => part.kind === kind || (kind !== "sessions" && part.kind === "treatment_and_area"));
    const chip = (/** @type {"treatment" | "area" | "sessions"} */ kind, /** @type {string | null} */ code, /** @type {string} */ text) => ({
      kind, item: at, code, text, note: correction(of(kind), say), isTold: of(kind).length > 0, parts: of(kind),
    });
    return [
      chip("treatment", item.treatment, item.treatment_name),
      chip("area", item.area, item.area_name),
      chip("sessions", item.sessions, item.sessions === null ? usual(item.treatment, say) : say("times_sessions", { count: item.sessions })),
    ];
  });
  const beside = parts.filter((part) => part.item === null || part.kind === "unknown").map((part) => heard(part, say));
  return beside.length ? [...ofItems, beside] : ofItems;
}

/** @param {Part} part @param {Say} say @returns {Chip} */
function heard(part, say) {
  const written = [...state.heard.text].slice(part.from, part.to).join("");
  const text = part.kind === "promo_code" ? say("promo_chip", { code: written }) : (part.name ?? written);
  const note = part.kind === "promo_code" && takesNothing() ? say("promo_idle") : correction([part], say);
  return { kind: part.kind, item: part.item ?? -1, code: part.code, text, note, isTold: true, parts: [part] };
}

/** Whether the line's promo code lowers nothing, whatever the reason. */
function takesNothing() {
  const { low, high } = (isCurrent() && state.answer?.estimate) || {};
  return Boolean(low?.promo_code) && [low, high].every((side) => side?.promo_code?.outcome !== "applied");
}

/** @param {Part[]} parts @param {Say} say */
function correction(parts, say) {
  const part = parts.find((one) => one.corrected);
  return part ? say("read_for", { written: [...state.heard.text].slice(part.from, part.to).join("") }) : "";
}

/** @param {string} treatment @param {Say} say */
function usual(treatment, say) {
  const typical = state.catalog?.treatments.find((known) => known.treatment === treatment)?.typical_sessions;
  if (!typical) return say("usual_course", { count: "" });
  const count = typical.to === null ? `${typical.from}+` : typical.from === typical.to ? `${typical.from}` : `${typical.from}-${typical.to}`;
  return say("usual_course", { count });
}

/** @param {Say} say @param {Put} put */
export function chips(say, put) {
  const all = groups(say);
  let at = -1;
  return html`<div class="chips" id="understood" role="group" aria-label=${say("understood")}>
    ${all.map((group) => html`<span class="chip-group">${group.map((chip) => oneChip(chip, (at += 1), say, put))}</span>`)}
  </div>`;
}

/** @param {Chip} chip @param {number} at @param {Say} say @param {Put} put */
function oneChip(chip, at, say, put) {
  const isOpen = state.openChip === at;
  const open = () => {
    state.openChip = isOpen ? null : at;
    changed();
    focusMenu();
  };
  const kind = say(`chip_${chip.kind}`);
  return html`<span class="chip-room ${chip.kind} ${chip.isTold ? "" : "assumed"}">
    ${chip.kind === "sessions" ? stepButton(chip, -1, say, put) : nothing}
    <button type="button" class="chip ${chip.kind} ${chip.isTold ? "" : "assumed"}" data-chip=${at} data-kind=${chip.kind} data-item=${chip.item}
      tabindex="-1" aria-haspopup="menu" aria-expanded=${isOpen ? "true" : "false"} title=${kind} @click=${open}>
      <span class="visually-hidden">${kind}: </span>${chip.text}${chip.note ? html`<span class="note"> ${chip.note}</span>` : nothing}
    </button>
    ${chip.kind === "sessions" ? stepButton(chip, 1, say, put) : nothing}
    ${isOpen ? menu(chip, say, put) : nothing}
  </span>`;
}

/** @param {Chip} chip @param {number} by @param {Say} say @param {Put} put */
function stepButton(chip, by, say, put) {
  const { items } = state.heard;
  const item = items[chip.item];
  if (!item || (areaOffer(item.treatment, item.area)?.sessions.length ?? 0) < 2) return nothing;
  return html`<button type="button" class="step" tabindex="-1" aria-label=${say(by > 0 ? "more" : "fewer")} title=${say(by > 0 ? "more" : "fewer")}
    @click=${() => put(withStep(chip.item, by))}>${by > 0 ? "+" : "−"}</button>`;
}

/** @param {Chip} chip @param {Say} say @param {Put} put */
function menu(chip, say, put) {
  const canGo = chip.isTold && withoutChip(chip) !== state.heard.text;
  const leave = canGo ? [{ label: say("leave_out", { word: chip.text }), text: withoutChip(chip), isLeaving: true }] : [];
  const offered = [...alternatives(chip, say).map((offer) => ({ ...offer, isLeaving: false })), ...leave];
  return html`<div class="menu" role="menu" aria-label=${say(`chip_${chip.kind}`)}>
    ${offered.length === 0 ? html`<p class="soft small">${say("nothing_else")}</p>` : nothing}
    ${offered.map((offer) => html`<button type="button" role="menuitem" tabindex="-1" class=${offer.isLeaving ? "leave" : ""}
      @click=${() => put(offer.text)}>${offer.label}</button>`)}
  </div>`;
}

function focusMenu() {
  /** @type {HTMLElement | null} */ (document.querySelector(".menu [role=menuitem]"))?.focus();
}

/** The chip that has the focus. */
const focused = () => /** @type {HTMLElement | null} */ (document.activeElement?.closest?.(".chip") ?? null);

/** Goes to the chips from the box: to the first one. */
export function enterChips() {
  const all = document.querySelectorAll(".chip");
  /** @type {HTMLElement | undefined} */ (all[0])?.focus();
  return all.length > 0;
}

/** The keys of the chips and their menus; tells whether one was used.
 * @param {KeyboardEvent} event @param {Say} say @param {Put} put @param {() => void} leave */
export function chipKey(event, say, put, leave) {
  if (document.activeElement?.closest(".menu")) return menuKey(event, leave);
  const here = focused();
  if (!here) return false;
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".chip"))];
  const at = all.indexOf(here);
  const isRtl = say.dir === "rtl";
  const to = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, Home: -at, End: all.length - 1 - at }[event.key];
  const isSessions = here.dataset["kind"] === "sessions";
  if (to !== undefined) all[Math.min(Math.max(at + to, 0), all.length - 1)]?.focus();
  else if (isSessions && (event.key === "ArrowUp" || event.key === "+")) put(withStep(Number(here.dataset["item"]), 1), here);
  else if (isSessions && (event.key === "ArrowDown" || event.key === "-")) put(withStep(Number(here.dataset["item"]), -1), here);
  else if (event.key === "ArrowUp") leave();
  else if (event.key === "ArrowDown" || event.key === "Enter" || event.key === " ") here.click();
  else if (event.key === "Delete" || event.key === "Backspace") {
    const chip = groups(say).flat()[at];
    if (chip?.isTold) put(withoutChip(chip));
  } else return false;
  return true;
}

/** @param {KeyboardEvent} event @param {() => void} leave */
function menuKey(event, leave) {
  const items = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".menu [role=menuitem]"))];
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) items[(to + items.length) % items.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") {
    state.openChip = null;
    changed();
    leave();
  } else return false;
  return true;
}
