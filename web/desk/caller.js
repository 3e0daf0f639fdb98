// Who calls: all of it is optional, and none of it leaves this tab before the quote is saved.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { keepDraft } from "./draft.js";
import { hint } from "./hint.js";
import { changed, isKept, state } from "./state.js";

/** @import { Say } from "../shared/words.js" */

/** @type {{ name: keyof import("./state.js").Caller, type: string, most: number }[]} */
const FIELDS = [
  { name: "name", type: "text", most: 200 },
  { name: "phone", type: "tel", most: 50 },
  { name: "email", type: "email", most: 200 },
  { name: "note", type: "text", most: 2000 },
];

/** Opens the fields. It says when something stands in them. @param {Say} say */
export function callerButton(say) {
  if (isKept()) return nothing;
  const { name, phone } = state.caller;
  return html`<button type="button" class="quiet caller" aria-expanded=${state.isCallerOpen ? "true" : "false"} aria-controls="caller-fields" @click=${toggleCaller}>
    ${say("caller")} <span class="soft" dir="auto">${name || phone || say("optional")}</span> ${hint("caller")}</button>`;
}

/** @param {Say} say */
export function callerFields(say) {
  if (isKept()) return nothing;
  const wrong = refusedField();
  return html`<div id="caller-fields" class="caller-fields" ?hidden=${!state.isCallerOpen}>
    ${FIELDS.map(({ name, type, most }) => html`<label class=${name}><span class="small soft">${say(`caller_${name}`)}</span>
      <input class="field" id="caller-${name}" type=${type} maxlength=${most} autocomplete="off" dir=${type === "text" ? "auto" : "ltr"}
        aria-invalid=${name === wrong ? "true" : nothing} aria-describedby=${name === wrong ? "caller-wrong" : nothing}
        .value=${state.caller[name]} @input=${(/** @type {InputEvent} */ event) => takeField(name, event)}>
      ${name === wrong ? html`<span id="caller-wrong" class="small bad-text" role="alert">${refusalInWords(say)}</span>` : nothing}</label>`)}
  </div>`;
}

/** The field that the server found fault with when the quote was to be saved. */
export function refusedField() {
  const place = state.keepRefusal?.errors?.[0]?.["pointer"];
  return FIELDS.find(({ name }) => place === `/patient/${name}` || place === `/${name}`)?.name;
}

/** Why the quote was refused: in the desk's language, where that is known beforehand. @param {Say} say */
function refusalInWords(say) {
  const { code = "", detail = "" } = state.keepRefusal ?? {};
  return say.has(code) ? say(code) : detail;
}

/** @param {keyof import("./state.js").Caller} name @param {InputEvent} event */
function takeField(name, event) {
  state.caller[name] = /** @type {HTMLInputElement} */ (event.target).value;
  keepDraft();
  if (name !== refusedField()) return;
  state.keepRefusal = null;
  changed();
}

function toggleCaller() {
  state.isCallerOpen = !state.isCallerOpen;
  changed();
  if (state.isCallerOpen) document.getElementById("caller-name")?.focus();
}

/** Goes to the fields. */
export function enterCaller() {
  if (!state.answer || isKept()) return;
  state.isCallerOpen = true;
  changed();
  document.getElementById("caller-name")?.focus();
}
