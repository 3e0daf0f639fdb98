// One quote as it was kept: what it is called, its figures, what became of it, and what can be done with it.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { breakdown, counted, named, offers, sums } from "../../shared/quote.js";
import { plans } from "../../shared/plans.js";
import { visits } from "../../shared/visits.js";
import { moment } from "../moment.js";
import { spelled } from "../spell.js";
import { who } from "../who.js";
import { actions } from "./actions.js";
import { setApart } from "./foreign.js";
import { openQuote } from "./moves.js";
import { sending } from "./sending.js";
import { saved } from "./state.js";
import { followUp, stateTag } from "./tag.js";
import { trouble } from "./trouble.js";
import { verification } from "./verified.js";

/**
 * @import { Estimate } from "api"
 * @import { Say } from "../../shared/words.js"
 * @import { Context } from "../views.js"
 * @import { Quote } from "./state.js"
 */

/** @param {Say} say @param {Context} context */
export function quotePage(say, context) {
  const quote = saved.open;
  if (!quote) return html`<section class="nothing-open" aria-live="polite">${trouble(saved.problem, say, retry(context))}
    ${saved.problem ? nothing : html`<p class="soft">${saved.opening ? say("opening", { reference: saved.opening }) : say("choose_quote")}</p>`}</section>`;
  return html`<article class="quote" aria-labelledby="quote-title">
    ${head(quote, say, context)}
    ${trouble(saved.problem, say)}
    ${saved.done ? html`<p class="notice done" role="status">${say(saved.done)}</p>` : nothing}
    ${actions(quote, say, context)}
    ${verification(saved.verified, say)}
    ${figures(setApart(quote.estimate, say))}
    ${sending(quote, say, context)}
    ${courses(setApart(quote.estimate, say))}
    ${history(quote, say, context)}
  </article>`;
}

/** @param {{ estimate: Estimate, say: Say }} kept */
function figures({ estimate, say }) {
  return html`<section class="card" aria-labelledby="figures-title">
      <h2 id="figures-title">${say("figures_kept")}</h2>
      ${estimate.items.map((item) => html`<p>${named(item, say)}: ${counted(item.sessions, say)}</p>`)}
      ${breakdown(estimate, say, { source: (row) => html`<span class="source">${row}</span>` })}
      ${offers(estimate, say)}
    </section>
    ${estimate.plans?.length ? html`<section class="card" aria-labelledby="plans-title"><h2 id="plans-title">${say("plans")}</h2>${plans(estimate, say)}</section>` : nothing}`;
}

/** @param {{ estimate: Estimate, say: Say }} kept */
function courses({ estimate: { items }, say }) {
  return items.some((item) => item.schedule) ? html`<details class="card"><summary>${say("visits")}</summary>${items.map((item) => html`${items.length > 1 ? html`<h3>${named(item, say)}</h3>` : nothing}${visits(item, say)}`)}</details>` : nothing;
}

/** @param {Context} context */
const retry = (context) => () => void openQuote(saved.sought.trim(), context, true);

/** @param {Quote} quote @param {Say} say @param {Context} context */
function head(quote, say, context) {
  const { estimate } = quote;
  const total = quote.agreed_total ? { from: quote.agreed_total, to: quote.agreed_total } : estimate.total;
  const back = () => {
    saved.open = null;
    context.render();
    document.getElementById("find")?.focus();
  };
  return html`<header class="quote-head">
    <button type="button" class="quiet back" @click=${back}>${say("back_to_list")}</button>
    <div class="quote-name">
      <h2 id="quote-title" class="reference" tabindex="-1" dir="ltr" aria-label=${quote.reference}>${spelled(quote.reference, say.language).map(
        (group) => html`<span class="group">${group.map(({ symbol, word }) => html`<span class="symbol"><b>${symbol}</b><span lang=${say.language}>${word}</span></span>`)}</span>`,
      )}</h2>
      <div class="standing">
        ${stateTag(quote.state, say)}
        <p class="big-total">${sums(total, estimate.currency, say, true)}</p>
        <p class="small soft">${quote.agreed_total ? say("agreed") : say(`until_${quote.state}`, { day: say.date(quote.valid_until) })}</p>
      </div>
    </div>
    ${person(quote, say)}
    <p class="small soft">${say("made_by", { name: who(quote.created_by, say), at: moment(quote.created_at, say, context.catalog?.time_zone) })} · ${say("price_list", { version: quote.price_list })}</p>
    ${other(quote.revises, "revises", say, context)}${other(quote.superseded_by, "superseded_by", say, context)}
  </header>`;
}

/** @param {string | null | undefined} reference @param {string} word @param {Say} say @param {Context} context */
const other = (reference, word, say, context) =>
  reference
    ? html`<p class="small">${say.rich(word, { reference: html`<button type="button" class="link" dir="ltr" @click=${() => void openQuote(reference, context, true)}>${reference}</button>` })}</p>`
    : nothing;

/** @param {Quote} quote @param {Say} say */
function person({ patient, note }, say) {
  const { name, phone, email } = patient;
  if (!name && !phone && !email && !note) return html`<p class="person soft">${say("nobody_named")}</p>`;
  return html`<div class="person">
    ${name ? html`<strong dir="auto">${name}</strong>` : nothing}
    ${phone ? html`<a href=${`tel:${phone.replace(/[^+\d]/g, "")}`} dir="ltr">${phone}</a>` : nothing}
    ${email ? html`<a href=${`mailto:${email}`} dir="ltr">${email}</a>` : nothing}
    ${followUp(patient, say)}
    ${note ? html`<span class="note"><bdi>${note}</bdi></span>` : nothing}
  </div>`;
}

/** @param {Quote} quote @param {Say} say @param {Context} context */
function history(quote, say, context) {
  return html`<section class="card" aria-labelledby="history-title">
    <h2 id="history-title">${say("history")}</h2>
    <ol class="history">${quote.history.map((step) => html`<li><span class="soft small">${moment(step.at, say, context.catalog?.time_zone)}</span> <span>${say(`did_${step.did}`)}</span> <span class="soft" dir="auto">${who(step.by, say)}</span></li>`)}</ol>
    ${other(quote.superseded_by, "superseded_by", say, context)}
  </section>`;
}
