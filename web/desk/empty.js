// What stands there before anything is typed: how to ask, in three lines.

import { html } from "../vendor/lit-html/lit-html.js";
import { hint } from "./hint.js";

/** @import { Say } from "../shared/words.js" */

/** Lines to try, in both languages. */
const EXAMPLES = ["belly 10+", "thighs 12 + arms 6", "hair 6 numbing", "بطن 10"];

/** @param {Say} say @param {(text: string) => void} put */
export function empty(say, put) {
  return html`<section class="empty" aria-label=${say("how_to_ask")}>
    <h2>${say("how_to_ask")}</h2>
    <p>${say("line_help")}</p>
    <ul class="examples">${EXAMPLES.map((text) => html`<li><button type="button" class="example" dir="auto" @click=${() => put(text)}>${text}</button></li>`)}</ul>
    <dl class="key-list short">
      ${["save", "next", "callerLanguage", "panel", "recent", "help"].map((does) => html`<div><dt>${hint(does)}</dt><dd>${say(`does_${does}`)}</dd></div>`)}
    </dl>
  </section>`;
}
