import { html } from "../vendor/lit-html/lit-html.js";

/** @type {import("./views.js").Screen["view"]} */
export function view() {
  return html``;
}
