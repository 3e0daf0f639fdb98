// What can be done with a quote in the state that it is in. What can't be taken back asks once more, in place.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { sum } from "../../shared/quote.js";
import { revise } from "./again.js";
import { erase, move, verify } from "./moves.js";
import { saved } from "./state.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @import { Context } from "../views.js"
 * @import { Quote } from "./state.js"
 */

/** @param {Quote} quote @param {Say} say @param {Context} context */
export function actions(quote, say, context) {
  const isOpen = quote.state === "open";
  const canRevise = isOpen || quote.state === "expired";
  const hasPerson = Boolean(quote.patient.name || quote.patient.phone || quote.patient.email || quote.note);
  return html`<div class="doing">
    <div class="buttons" role="group" aria-label=${say("actions")}>
      ${isOpen ? button("accept", say, () => ask("accept", context), "primary") : nothing}
      ${isOpen ? button("decline", say, () => ask("decline", context)) : nothing}
      ${isOpen ? button("withdraw", say, () => ask("withdraw", context)) : nothing}
      ${canRevise ? button("revise", say, () => revise(quote, context)) : nothing}
      ${button("verify", say, () => void verify(context))}
      ${hasPerson ? button("erase", say, () => ask("erase", context)) : nothing}
    </div>
    ${form(quote, say, context)}
  </div>`;
}

/** @param {string} name @param {Say} say @param {() => void} press @param {string} [kind] */
function button(name, say, press, kind = "") {
  const isOpen = saved.form === name;
  return html`<button type="button" class="button ${kind}" aria-expanded=${["accept", "decline", "withdraw", "erase"].includes(name) ? String(isOpen) : nothing} ?disabled=${saved.moving !== ""} @click=${press}>${say(saved.moving === name ? `${name}_under_way` : name)}</button>`;
}

/** Opens a question, or closes it again. @param {"accept" | "decline" | "withdraw" | "erase"} name @param {Context} context */
function ask(name, context) {
  saved.form = saved.form === name ? "" : name;
  saved.problem = null;
  context.render();
  if (saved.form) /** @type {HTMLElement | null} */ (document.querySelector(".question input, .question .primary"))?.focus();
}

/** @param {Quote} quote @param {Say} say @param {Context} context */
function form(quote, say, context) {
  const name = saved.form;
  if (name === "") return nothing;
  const isRange = quote.estimate.total.from !== quote.estimate.total.to;
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (name === "erase") void erase(context);
    else void move(name, name === "accept" && isRange ? { agreed_total: bare(saved.agreed) } : {}, context);
  };
  const cancel = () => {
    saved.form = "";
    context.render();
  };
  return html`<form class="question card" @submit=${submit}>
    <p>${say(name === "accept" && isRange ? "ask_accept_range" : `ask_${name}`)}</p>
    ${name === "accept" && isRange ? agreed(quote, say) : nothing}
    <div class="buttons">
      <button class="button primary ${name === "erase" ? "grave" : ""}" type="submit" ?disabled=${saved.moving !== ""}>${say(`${name}_it`)}</button>
      <button class="button" type="button" @click=${cancel}>${say("leave_it")}</button>
    </div>
  </form>`;
}

/** @param {Quote} quote @param {Say} say */
function agreed(quote, say) {
  const { currency, total } = quote.estimate;
  const isWrong = saved.problem !== null && saved.problem !== "down" && saved.problem.status === 422;
  const type = (/** @type {Event} */ event) => {
    saved.agreed = /** @type {HTMLInputElement} */ (event.target).value;
  };
  return html`<label class="agreed"><span class="small soft">${say.rich("agreed_total", { from: sum(total.from, currency, true), to: sum(total.to, "", true) })}</span>
    <input class="field" name="agreed_total" inputmode="decimal" autocomplete="off" required dir="ltr" maxlength="20" aria-invalid=${String(isWrong)} .value=${saved.agreed} @input=${type}></label>`;
}

/** An amount without what people group it by; the server judges the rest. @param {string} text */
const bare = (text) => text.trim().replace(/[\s,٬]/g, "").replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
