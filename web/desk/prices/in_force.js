// What is in force, and what is wrong on disk.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { moment } from "../moment.js";
import { who } from "../who.js";
import { problems } from "./problems.js";
import { current, prices } from "./state.js";

/** @import { Say } from "../../shared/words.js" */
/** @import { Context } from "../views.js" */

/** @param {Say} say @param {Context} context */
export function inForce(say, context) {
  const list = current();
  if (!list) return html`<p class="soft">${prices.problem ? nothing : "…"}</p>`;
  const newest = prices.history?.find((published) => published.in_force);
  const isGood = list.problems.length === 0;
  return html`<section class="card in-force" aria-labelledby="in-force-title">
    <div class="section-head">
      <h2 id="in-force-title" tabindex="-1">${say("in_force")}</h2>
      ${isGood ? html`<span class="tag good">${say("good")}</span>` : html`<span class="tag bad">${say("disk_refused")}</span>`}
    </div>
    ${prices.published ? html`<p class="notice done" role="status">${say("published", { version: prices.published.version })}</p>` : nothing}
    <dl class="about">
      <div><dt>${say("clinic")}</dt><dd><bdi>${context.catalog?.clinic === list.clinic ? context.catalog.clinic_name : list.clinic}</bdi></dd></div>
      <div><dt>${say("version")}</dt><dd><code dir="ltr">${list.version ?? "–"}</code></dd></div>
      <div><dt>${say("from_where")}</dt><dd>${say(prices.canPublish && newest ? "from_database" : prices.hasFolder ? "from_folder" : "from_sample")}</dd></div>
      ${newest ? html`<div><dt>${say("since")}</dt><dd>${moment(newest.published_at, say, context.catalog?.time_zone)}, <bdi>${who(newest.published_by, say)}</bdi></dd></div>` : nothing}
    </dl>
    ${isGood ? nothing : html`<div class="notice bad"><p>${say(list.version ? "disk_refused_why" : "never_served")}</p></div>${problems(list.problems, list.more_problems, "error", say)}`}
    ${list.warnings.length ? html`<details ?open=${list.warnings.length <= 3}><summary>${say("warnings", { count: list.warnings.length + list.more_warnings })}</summary>${problems(list.warnings, list.more_warnings, "warning", say)}</details>` : html`<p class="soft small">${say("no_warnings")}</p>`}
  </section>`;
}
