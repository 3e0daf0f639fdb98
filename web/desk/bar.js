// What stands above everything: where one is, which languages, who.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { hint } from "./hint.js";
import { logOut } from "./login.js";
import { state } from "./state.js";
import { views } from "./views.js";

/** @import { Say } from "../shared/words.js" */

/** @param {Say} say @param {{ go: (view: string | null) => void, help: () => void, recent: () => void, deskLanguage: () => void, languageName: (tag: string) => string, clinic: (code: string) => void }} actions */
export function bar(say, actions) {
  const here = (/** @type {string | null} */ name) => (state.view === name ? "page" : "false");
  const title = (/** @type {{ en: string, ar: string }} */ names) => (say.language === "ar" ? names.ar : names.en);
  const others = (state.catalog?.languages ?? []).filter((tag) => tag !== state.language);
  return html`<span class="brand" aria-hidden="true">mesoquote</span>${clinic(say, actions.clinic)}
    <nav aria-label=${say("screens")}>
      <button type="button" class="tab" aria-current=${here(null)} @click=${() => actions.go(null)}>${say("desk")}</button>
      ${views.map((view) => html`<button type="button" class="tab" aria-current=${here(view.name)} @click=${() => actions.go(view.name)}>${title(view.title)} <span class="keys" dir="ltr" aria-hidden="true"><kbd>${view.key}</kbd></span></button>`)}
      <button type="button" class="tab" aria-haspopup="dialog" @click=${actions.recent}>${say("recent")} ${hint("recent")}</button>
    </nav>
    <span class="end">
      ${isKeyed() ? html`<span class="soft small who" dir="auto">${state.session?.staff}</span>` : nothing}
      ${isKeyed() ? html`<button type="button" class="quiet" @click=${() => void logOut()}>${say("leave")}</button>` : nothing}
      ${others.map((tag) => html`<button type="button" class="quiet" lang=${tag} @click=${actions.deskLanguage}>${actions.languageName(tag)}</button>`)}
      <button type="button" class="quiet" aria-haspopup="dialog" @click=${actions.help}>${say("keys")} ${hint("help")}</button>
    </span>`;
}

/** Whether it was a key that let this browser in: this machine itself needs none. */
const isKeyed = () => state.session?.needs_key && state.session.staff !== null;

/** The clinic's name, or a choice where there are several. @param {Say} say @param {(code: string) => void} choose */
function clinic(say, choose) {
  if (state.clinics.length < 2) return html`<span class="clinic soft" dir="auto">${state.catalog?.clinic_name ?? ""}</span>`;
  return html`<select class="clinic" aria-label=${say("clinic")} @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
    ${state.clinics.map((one) => html`<option value=${one.clinic} ?selected=${one.clinic === state.clinic}>${one.name}</option>`)}
  </select>`;
}
