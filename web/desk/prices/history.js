// What was published, and the way back.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { moment } from "../moment.js";
import { who } from "../who.js";
import { check, loadHistory } from "./asking.js";
import { prices } from "./state.js";

/** @import { Say } from "../../shared/words.js" */
/** @import { Context } from "../views.js" */

/** @param {Say} say @param {Context} context */
export function history(say, context) {
  const all = prices.history;
  if (!all) return nothing;
  if (all.length === 0) return prices.canPublish ? html`<p class="soft">${say("nothing_published")}</p>` : nothing;
  return html`<section class="card" aria-labelledby="history-title">
    <h2 id="history-title">${say("history")}</h2>
    <div class="moves-room"><table class="published">
      <thead><tr><th scope="col">${say("number")}</th><th scope="col">${say("version")}</th><th scope="col">${say("when")}</th><th scope="col">${say("who")}</th><th scope="col"><span class="visually-hidden">${say("go_back")}</span></th></tr></thead>
      <tbody>${all.map((list) => html`<tr>
        <td>${list.number}</td><th scope="row"><code dir="ltr">${list.version}</code></th><td>${moment(list.published_at, say, context.catalog?.time_zone)}</td><td dir="auto">${who(list.published_by, say)}</td>
        <td>${list.in_force
          ? html`<span class="tag good">${say("is_in_force")}</span>`
          : html`<button type="button" class="quiet" aria-label=${say("look_at", { version: list.version })} @click=${() => void check({ version: list.version }, context)}>${say("look")}</button>`}</td>
      </tr>`)}</tbody>
    </table></div>
    ${prices.next ? html`<button type="button" class="button" @click=${() => void loadHistory(context, prices.next ?? undefined)}>${say("earlier")}</button>` : nothing}
  </section>`;
}
