// What may be said of a treatment, with who says so.

import { html } from "../vendor/lit-html/lit-html.js";

/**
 * @import { Say } from "./words.js"
 * @import { Estimate, Fact } from "api"
 */

/**
 * Facts by topic, each text once; of several treatments each under its name.
 * @param {Estimate} estimate
 * @param {Say} say
 * @param {(fact: Fact) => boolean} [which]
 */
export const facts = (estimate, say, which = () => true) => {
  const kept = estimate.facts.filter(which);
  const items = [...estimate.items, ...(estimate.comparison?.alternative?.items ?? [])];
  const name = (/** @type {string} */ code) => items.find((item) => item.treatment === code)?.treatment_name;
  const several = new Set(kept.map((fact) => fact.treatment)).size > 1;
  return html`<dl class="facts" part="facts">
    ${kept.map(
      (fact) => html`<div>
        <dt>${say(`topic_${fact.topic}`)}${several ? html`: <span class="soft">${name(fact.treatment)}</span>` : ""}</dt>
        <dd>${fact.text} <span class="source">${say("source", { source: fact.source })}</span></dd>
      </div>`,
    )}
  </dl>`;
};
