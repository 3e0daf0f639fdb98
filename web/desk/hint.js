import { html } from "../vendor/lit-html/lit-html.js";
import { keyOf } from "./keys.js";

/** The key of an action, beside its name. A screen reader hears it from the help.
 * @param {string} does */
export const hint = (does) => html`<span class="keys" dir="ltr" aria-hidden="true">${keyOf(does).map((key) => html`<kbd>${key}</kbd>`)}</span>`;
