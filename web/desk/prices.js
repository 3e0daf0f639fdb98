// The price list for whoever keeps it: what is in force, what is wrong on disk, what a changed list would do, and
// putting it in force or going back.

import { html } from "../vendor/lit-html/lit-html.js";
import { candidate } from "./prices/candidate.js";
import { history } from "./prices/history.js";
import { inForce } from "./prices/in_force.js";
import { load } from "./prices/asking.js";
import { prices } from "./prices/state.js";
import { upload } from "./prices/upload.js";
import { trouble } from "./saved/trouble.js";
import { screenWords } from "./screenwords.js";
import { sheet } from "./sheet.js";

/** @import { Context } from "./views.js" */
/** @import { Say } from "../shared/words.js" */

await sheet(new URL("./prices/prices.css", import.meta.url));

/** How often it is asked what is in force, and what is wrong on disk. */
const FRESH_MS = 10_000;

/** @type {ReturnType<typeof setInterval> | undefined} */
let fresh;
const spoken = screenWords(new URL("./prices/words/", import.meta.url));

/** @param {Context} context */
export function view(context) {
  void spoken.speak(context);
  const { say } = spoken;
  if (!say) return html`<p class="soft">…</p>`;
  return html`<div class="prices">
    <div class="prices-head"><h1>${say("price_list")}</h1>${clinics(say, context)}</div>
    ${trouble(prices.problem, say, () => void load(context))}
    ${inForce(say, context)}
    ${upload(say, context)}
    ${candidate(say, context)}
    ${history(say, context)}
  </div>`;
}

/** @param {Say} say @param {Context} context */
function clinics(say, context) {
  const all = prices.lists ?? [];
  if (all.length < 2) return html``;
  const choose = (/** @type {Event} */ event) => {
    Object.assign(prices, { clinic: /** @type {HTMLSelectElement} */ (event.target).value, checked: null, sent: null, published: null, history: null });
    void load(context);
  };
  return html`<label class="which"><span class="small soft">${say("clinic")}</span>
    <select class="field" @change=${choose}>${all.map((list) => html`<option value=${list.clinic} ?selected=${list.clinic === prices.clinic}>${list.clinic}</option>`)}</select></label>`;
}

/** @param {Context} context */
export function enter(context) {
  void load(context);
  fresh = setInterval(() => !document.hidden && void load(context, true), FRESH_MS);
}

export function leave() {
  clearInterval(fresh);
}
