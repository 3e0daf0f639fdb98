import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * Whether every figure is the same when it is priced again, and else each that is not.
 * @param {import("./state.js").Verification | null} verified
 * @param {import("../../shared/words.js").Say} say
 */
export function verification(verified, say) {
  if (!verified) return nothing;
  if (verified.same) return html`<p class="notice good-notice" role="status">${say("verified_same", { version: verified.price_list })}</p>`;
  const shown = (/** @type {unknown} */ value) => (value === null ? "–" : typeof value === "string" ? value : JSON.stringify(value));
  return html`<div class="notice warn" role="alert">
    <p>${say("verified_other", { count: verified.differences.length, version: verified.price_list })}</p>
    <div class="table-room"><table class="differences">
      <thead><tr><th scope="col">${say("figure")}</th><th scope="col">${say("kept")}</th><th scope="col">${say("now")}</th></tr></thead>
      <tbody>${verified.differences.map((one) => html`<tr><th scope="row"><code dir="ltr">${one.pointer}</code></th><td class="amount">${shown(one.kept)}</td><td class="amount">${shown(one.now)}</td></tr>`)}</tbody>
    </table></div>
  </div>`;
}
