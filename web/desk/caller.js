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
  return html`<div id="caller-fields" class="caller-fields" ?hidden=${!state.isCallerOpen}>
    ${FIELDS.map(({ name, type, most }) => {
      const wrong = refusalOf(name);
      return html`<label class=${name}><span class="small soft">${say(`caller_${name}`)}</span>
      <input class="field" id="caller-${name}" type=${type} maxlength=${most} autocomplete="off" dir=${type === "text" ? "auto" : "ltr"}
        aria-invalid=${wrong ? "true" : nothing} aria-describedby=${wrong ? `${name}-wrong` : nothing}
        .value=${state.caller[name]} @input=${(/** @type {InputEvent} */ event) => takeField(name, event)}>
      ${wrong ? html`<span id="${name}-wrong" class="small bad-text" role="alert">${say.has(wrong["code"]) ? say(wrong["code"]) : wrong["detail"]}</span>` : nothing}</label>`;
    })}
  </div>`;
}

/** Why the server did not take what stands in a field. @param {string} name */
const refusalOf = (name) => state.keepRefusal?.errors?.find(({ pointer }) => pointer === `/patient/${name}` || pointer === `/${name}`);

/** The first field that the server found fault with when the quote was to be saved. */
export const refusedField = () => FIELDS.find(({ name }) => refusalOf(name))?.name;

/** @param {keyof import("./state.js").Caller} name @param {InputEvent} event */
function takeField(name, event) {
  state.caller[name] = /** @type {HTMLInputElement} */ (event.target).value;
  keepDraft();
  const { keepRefusal } = state;
  const wrong = refusalOf(name);
  if (!keepRefusal || !wrong) return;
  // What is wrong with the others stays.
  const errors = keepRefusal.errors?.filter((error) => error !== wrong);
  state.keepRefusal = errors?.length ? { ...keepRefusal, errors } : null;
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
