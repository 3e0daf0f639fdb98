// What was chosen, judged: its errors, or what it would do, and putting it in force.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { publish, check } from "./asking.js";
import { changes } from "./changes.js";
import { problems } from "./problems.js";
import { prices } from "./state.js";
import { trouble } from "../saved/trouble.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @import { Context } from "../views.js"
 * @import { Checked } from "./state.js"
 */

/** @param {Say} say @param {Context} context */
export function candidate(say, context) {
  const { checked, sent } = prices;
  if (!checked && !prices.isChecking && !prices.refused) return nothing;
  const again = sent ? () => void check(sent, context) : undefined;
  return html`<section class="card candidate ${prices.isChecking ? "stale" : ""}" aria-labelledby="candidate-title" aria-busy=${String(prices.isChecking)}>
    <div class="section-head">
      <h2 id="candidate-title" tabindex="-1">${title(say)}</h2>
      ${checked ? html`<code class="small soft" dir="ltr">${checked.version}</code>` : nothing}
    </div>
    ${prices.isChecking ? html`<p class="soft" role="status">${say("checking")}</p>` : nothing}
    ${trouble(prices.refused, say, checked ? undefined : again)}
    ${checked ? judged(checked, say, context) : nothing}
  </section>`;
}

/** @param {Say} say */
function title(say) {
  const { sent } = prices;
  return sent?.version ? say("kept_version") : sent?.on_disk ? say("on_disk") : say("what_it_does");
}

/** @param {Checked} checked @param {Say} say @param {Context} context */
function judged(checked, say, context) {
  if (checked.errors.length) {
    return html`<div class="notice bad"><p>${say("refused", { count: checked.errors.length + checked.more_errors })}</p></div>
      ${problems(checked.errors, checked.more_errors, "error", say)}
      ${checked.warnings.length ? problems(checked.warnings, checked.more_warnings, "warning", say) : nothing}`;
  }
  const isSame = checked.version === checked.in_force;
  if (isSame) return html`<p class="notice">${say("same_list")}</p>`;
  return html`${checked.changes ? changes(checked.changes, checked.more_changes, say) : html`<p>${say("nothing_in_force")}</p>`}
    ${putting(checked, say, context)}`;
}

/** @param {Checked} checked @param {Say} say @param {Context} context */
function putting(checked, say, context) {
  const open = checked.open_quotes;
  return html`<div class="putting">
    <p>${open === null || open === undefined ? say("quotes_stay") : say("open_quotes_stay", { count: open })}</p>
    ${prices.canPublish
      ? html`<button type="button" class="button primary" ?disabled=${prices.isPublishing || prices.isChecking} @click=${() => void publish(context)}>${say(prices.isPublishing ? "publishing" : prices.sent?.version ? "go_back" : "publish")}</button>`
      : html`<p class="notice">${say("folder_serves")}</p>`}
  </div>`;
}
