// What the widget looks like at a moment.

import { html, nothing } from "./html.js";
import { chartOf, costChart, costTable } from "../shared/chart.js";
import { alternativeName, comparison } from "../shared/comparison.js";
import { facts } from "../shared/facts.js";
import { breakdown, counted, named, offers, perSession, plainTotal, total } from "../shared/quote.js";
import { extrasOf, isTaken, offerOf, treatmentOf } from "./choice.js";

/**
 * @import { Model } from "./element.js"
 * @import { Item } from "./choice.js"
 * @typedef {object} Acts
 * @property {(at: number, change: Partial<Item>) => void} choose
 * @property {() => void} add
 * @property {(at: number) => void} remove
 * @property {(code: string, isWanted: boolean) => void} extra
 * @property {() => void} retry
 * @property {(keeping: boolean) => void} open
 * @property {(event: SubmitEvent) => void} keep
 */

/** @param {Model} model @param {Acts} acts */
export const view = (model, acts) => {
  const { say, catalog, estimate, asking, trouble } = model;
  // What comes later stands below what is there: nothing that is seen moves.
  const inside = catalog
    ? html`${form(model, acts)}
      <div class="answer ${asking ? "asking" : ""}" part="answer" aria-busy=${asking}>
        ${status(model, acts)} ${estimate ? answer(model) : nothing}
      </div>
      ${estimate ? beside(model) : nothing} ${estimate || trouble ? next(model, acts) : nothing}`
    : status(model, acts);
  return html`<section class="widget" part="widget" role="group" lang=${say.language} dir=${say.dir} aria-label=${say("title")}>
    <div class="inner">${inside}</div>
  </section>`;
};

/** @param {Model} model @param {Acts} acts */
const form = (model, acts) => html`<form class="ask" part="form" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
  ${model.items.map((item, at) => itemFields(model, acts, item, at))}
  ${model.items.length
    ? html`<button type="button" class="quiet" part="button add" @click=${acts.add}>${model.say("add")}</button>`
    : html`<p class="notice">${model.say("nothing_offered")}</p>`}
  ${extras(model, acts)}
</form>`;

/** What may be had with it. @param {Model} model @param {Acts} acts */
const extras = ({ say, catalog, items, extras: wanted }, acts) => {
  const offered = extrasOf(catalog, items);
  if (!offered.length) return nothing;
  return html`<fieldset class="extras" part="extras"><legend class="soft small">${say("extras")}</legend>
    ${offered.map(({ extra, name }) => html`<label class="check"><input type="checkbox" part="extra" .checked=${wanted.includes(extra)}
      @change=${(/** @type {Event} */ event) => acts.extra(extra, /** @type {HTMLInputElement} */ (event.target).checked)}><span>${name}</span></label>`)}
  </fieldset>`;
};

/** @param {Model} model @param {Acts} acts @param {Item} item @param {number} at */
const itemFields = ({ say, catalog, items, estimate }, acts, item, at) => {
  const treatment = treatmentOf(catalog, item.treatment);
  const name = (/** @type {string} */ code) => catalog.areas.find(({ area }) => area === code)?.name ?? code;
  const label = say("item", { treatment: treatment?.name, area: name(item.area) });
  const others = items.filter((_, place) => place !== at);
  const pick = (/** @type {"treatment" | "area"} */ what, /** @type {{ code: string, name: string, taken?: boolean }[]} */ options) =>
    html`<label>${say(what)}
      <select class="field" part="field" name=${what} @change=${(/** @type {Event} */ event) => acts.choose(at, { [what]: /** @type {HTMLSelectElement} */ (event.target).value, ...(what === "treatment" && { sessions: null }) })}>
        ${options.map(({ code, name, taken }) => html`<option value=${code} .selected=${code === item[what]} ?disabled=${taken}>${name}</option>`)}
      </select></label>`;
  return html`<fieldset part="item">
    <legend class="visually-hidden">${label}</legend>
    ${items.length > 1
      ? html`<button type="button" class="quiet remove" part="button remove" aria-label=${say("remove", { item: label })} @click=${() => acts.remove(at)}>×</button>`
      : nothing}
    ${pick("treatment", catalog.treatments.map(({ treatment: code, name }) => ({ code, name })))}
    ${pick("area", (treatment?.areas ?? []).map(({ area: code }) => ({ code, name: name(code), taken: isTaken(others, item.treatment, code) })))}
    ${slider({ say, catalog, estimate }, acts, item, at)}
  </fieldset>`;
};

/**
 * The counts that are sold, with the usual course marked below them.
 * @param {Pick<Model, "say" | "catalog" | "estimate">} model
 * @param {Acts} acts
 * @param {Item} item
 * @param {number} at
 */
const slider = ({ say, catalog, estimate }, acts, item, at) => {
  const sold = offerOf(catalog, item)?.sessions ?? [];
  const { from = 1, to } = treatmentOf(catalog, item.treatment)?.typical_sessions ?? {};
  const most = sold[sold.length - 1] ?? 1;
  const typical = { from, to: to ?? most, open_ended: !to };
  const isUsual = item.sessions === null;
  const answered = estimate?.items[at];
  const count = typeof item.sessions === "number" ? { from: item.sessions, to: item.sessions, open_ended: false } : isUsual ? typical : answered?.sessions ?? typical;
  const text = counted(count, say);
  if (sold.length < 2) return html`<p class="sessions">${text}</p>`;
  const place = (/** @type {number} */ wanted) => Math.max(sold.findIndex((one) => one >= wanted), 0);
  const share = (/** @type {number} */ wanted) => (100 * place(wanted)) / (sold.length - 1);
  const [low, high] = [share(count.from), share(count.to)];
  return html`<div class="sessions">
    <label for="sessions-${at}">${say("sessions_label")}</label>
    <output for="sessions-${at}">${text}</output>
    <svg class="course" width="100%" height="6" aria-hidden="true"><rect width="100%" height="6" rx="3"></rect><rect class="on"
      x="${say.dir === "rtl" ? 100 - high : low}%" width="${Math.max(high - low, 1)}%" height="6" rx="3"></rect></svg>
    <input id="sessions-${at}" part="slider" type="range" min="0" max=${sold.length - 1} step="1" aria-valuetext=${text}
      @input=${(/** @type {Event} */ event) => acts.choose(at, { sessions: sold[Number(/** @type {HTMLInputElement} */ (event.target).value)] ?? null })}
      .value=${String(place(count.from))}>
    <span class="soft small">${sold[0]}</span>
    ${from < most
      ? html`<button type="button" class="chip" part="button usual" aria-pressed=${isUsual} @click=${() => acts.choose(at, { sessions: null })}>
          ${say(to ? (to > from ? "usual" : "usual_one") : "usual_open", { from, to })}</button>`
      : html`<span></span>`}
    <span class="soft small">${most}</span>
  </div>`;
};

/** The total, and what makes it. @param {Model} model */
const answer = ({ estimate, say, width }) => {
  if (!estimate) return nothing;
  const chart = estimate.items.length === 1 ? chartOf(estimate) : undefined;
  const drawn = chart && chart.rungs.length > 1 ? chart : undefined;
  return html`${total(estimate, say)} ${perSession(estimate, say)} ${offers(estimate, say)}
    <div class="picture">${drawn ? costChart(drawn, say, { id: "chart", width }) : nothing}</div>
    <details part="details"><summary>${say("made_of")}</summary>${breakdown(estimate, say)}</details>
    ${drawn ? html`<details part="details"><summary>${say("as_table")}</summary>${costTable(drawn, say)}</details>` : nothing}`;
};

/** What is beside the price: the alternative, and what research says. @param {Model} model */
const beside = ({ estimate, say }) => {
  if (!estimate) return nothing;
  const compared = estimate.comparison;
  return html`<div class="beside" part="beside">
    ${compared?.this ? html`<div><p class="title">${say("beside", { name: alternativeName(compared) })}</p>${comparison(estimate, say)}</div>` : nothing}
    <div>${facts(estimate, say, (fact) => fact.always || fact.topic === "evidence")}<p class="soft small doctor">${say("doctor")}</p></div>
  </div>`;
};

/** Where it stands, for eyes and for screen readers. @param {Model} model @param {Acts} acts */
const status = (model, acts) => {
  const { say, trouble, slow, asking, estimate, catalog } = model;
  const priced = estimate && !asking ? `${say("total")}: ${plainTotal(estimate, say)}` : "";
  const said = slow ? say("slow") : !catalog && !trouble ? say("loading") : "";
  // Without prices there is what the page says in their place.
  return html`<div class="status" part="status">
    <p role="status" class=${said ? "soft" : "visually-hidden"}>${said || priced}</p>
    ${trouble
      ? html`<div class="notice warn" role="alert"><p>${why(trouble, say, catalog ? "offline" : "unreachable")}</p>
          <slot></slot>
          <button type="button" class="button" part="button retry" @click=${acts.retry}>${say("retry")}</button></div>`
      : nothing}
  </div>`;
};

/** @param {import("../shared/api.js").Problem} trouble @param {import("../shared/speaker.js").Say} say @param {string} [offline] */
const why = (trouble, say, offline = "offline") =>
  trouble.status >= 400 && trouble.status < 500 && trouble.status !== 429 ? trouble.message : say(trouble.status && offline === "offline" ? "busy" : offline);

/** How the clinic is asked itself, with what was chosen. @param {Model} model */
const contacts = ({ say, catalog, quotes, estimate, items, extras: wanted }) => {
  const last = quotes[quotes.length - 1];
  const about = [
    say("message"),
    ...(estimate?.items ?? []).map((item) => `${named(item, say)}: ${counted(item.sessions, say)}`),
    ...extrasOf(catalog, items).filter(({ extra }) => wanted.includes(extra)).map(({ name }) => name),
    ...(estimate ? [`${say("total")}: ${plainTotal(estimate, say)}`] : []),
    ...(last ? [say("message_reference", { reference: last.reference })] : []),
  ].join("\n").replace(/[\u2066-\u2069]/g, "");
  const digits = (/** @type {string} */ number) => number.replace(/\D/g, "");
  return html`${catalog.whatsapp ? html`<a class="button" part="button whatsapp" target="_blank" rel="noopener noreferrer"
      href="https://wa.me/${digits(catalog.whatsapp)}?text=${encodeURIComponent(about)}">${say("whatsapp")}</a>` : nothing}
    ${catalog.phone ? html`<a class="button" part="button call" href="tel:+${digits(catalog.phone)}">${say("call")} <bdi class="amount">${catalog.phone}</bdi></a>` : nothing}`;
};

/** What can be done with the price. @param {Model} model @param {Acts} acts */
const next = (model, acts) => {
  const { say, catalog, quotes, base, estimate } = model;
  return html`<div class="next" part="next">
    ${quotes.map((quote) => html`<div class="kept" part="quote" role="status">
      <p><span class="soft">${say("kept")}</span> <strong class="reference amount" part="reference">${quote.reference}</strong></p>
      <p class="small"><a href=${new URL(quote.link.slice(1), base).href} target="_blank" rel="noopener">${say("open_quote")}</a>
        · ${plainTotal(quote.estimate, say)} · ${say("valid_until", { date: say.date(quote.valid_until) })}</p>
    </div>`)}
    ${model.keeping ? keepForm(model, acts) : nothing}
    <div class="actions" ?hidden=${model.keeping}>
      ${catalog.public_quotes && estimate ? html`<button type="button" class="button primary" part="button keep" @click=${() => acts.open(true)}>${say("keep")}</button>` : nothing}
      ${contacts(model)}
    </div>
  </div>`;
};

/** @param {Model} model @param {Acts} acts */
const keepForm = ({ say, saving, keepTrouble }, acts) => {
  const missing = keepTrouble === "phone";
  return html`<form class="keep" part="keep-form" @submit=${acts.keep}>
    <p class="title">${say("keep")}</p>
    <p class="soft small">${say("keep_says")}</p>
    <label>${say("name")} <input class="field" part="field" name="name" autocomplete="name" maxlength="200"></label>
    <label>${say("phone")} <input class="field" part="field" name="phone" type="tel" dir="ltr" autocomplete="tel" minlength="5" maxlength="50"
      aria-invalid=${missing} aria-describedby="keep-trouble"></label>
    <label class="check"><input type="checkbox" name="follow_up"> ${say("follow_up")}</label>
    <p id="keep-trouble" class="trouble" role="alert">${missing ? say("needs_phone") : keepTrouble ? why(keepTrouble, say) : nothing}</p>
    <div class="actions">
      <button class="button primary" part="button" aria-disabled=${saving}>${say(saving ? "keeping" : "keep_now")}</button>
      <button type="button" class="button" part="button" @click=${() => acts.open(false)}>${say("not_now")}</button>
    </div>
  </form>`;
};
