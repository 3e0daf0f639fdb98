// Ways to pay in instalments.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { sum } from "./quote.js";

/**
 * @import { Say } from "./words.js"
 * @import { Estimate } from "api"
 */

/** @param {Estimate} estimate @param {Say} say */
export const plans = (estimate, say) =>
  estimate.plans?.length
    ? html`<ul class="plans" part="plans">
        ${estimate.plans.map(
          (plan) => html`<li><span>${plan.name}</span> <span>${alike(plan.payments).map(
            ({ payment, count }, at) => html`${at ? ", " : ""}${count > 1 ? `${count} × ` : ""}${sum(payment, estimate.currency)}`,
          )}</span></li>`,
        )}
      </ul>
      <p class="small soft">${say("subject_to_approval")}</p>`
    : nothing;

/** Payments of one amount that follow each other. @param {string[]} payments */
const alike = (payments) => {
  /** @type {{ payment: string, count: number }[]} */
  const runs = [];
  for (const payment of payments) {
    const last = runs.at(-1);
    if (last?.payment === payment) last.count += 1;
    else runs.push({ payment, count: 1 });
  }
  return runs;
};
