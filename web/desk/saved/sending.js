// Sending a quote: the text in the patient's language, by WhatsApp, e-mail or the clipboard, and what the patient's page
// gives. Nothing is asked of another host: a link is followed by whoever presses it.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { askServer as ask } from "../server.js";
import { saved } from "./state.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @import { Context } from "../views.js"
 * @import { Message, Quote } from "./state.js"
 */

/** @param {Quote} quote */
const language = (quote) => saved.sending || quote.estimate.language;

/** Fetches the text to send, unless it is there, or the quote stands no more and has none. @param {Quote} quote @param {Context} context */
export async function fetchMessage(quote, context) {
  const name = `${quote.reference} ${language(quote)}`;
  if (saved.messages[name] || !["open", "accepted"].includes(quote.state)) return;
  const answer = await ask(`/v1/quotes/${quote.reference}/message?language=${language(quote)}`, { tries: 2 });
  // Without a text of the server's the link alone is sent.
  if ("ok" in answer) saved.messages[name] = answer.ok;
  context.render();
}

/** @param {Quote} quote @returns {Message} */
function message(quote) {
  const known = saved.messages[`${quote.reference} ${language(quote)}`];
  const link = new URL(quote.link, location.href).href;
  return known ?? { language: language(quote), subject: quote.reference, text: link, link };
}

/** @param {Quote} quote @param {Say} say @param {Context} context */
export function sending(quote, say, context) {
  const said = message(quote);
  const choose = (/** @type {Event} */ event) => {
    saved.sending = /** @type {HTMLSelectElement} */ (event.target).value;
    void fetchMessage(quote, context);
    context.render();
  };
  const languages = context.catalog?.languages ?? [];
  const pdf = /** @type {{ pdf?: string | boolean | null }} */ (quote).pdf;
  return html`<section class="card sending" aria-labelledby="sending-title">
    <div class="section-head"><h2 id="sending-title">${say("send")}</h2>
      ${languages.length > 1 ? html`<label class="small"><span class="soft">${say("in_language")}</span>
        <select class="field" @change=${choose}>${languages.map((tag) => html`<option value=${tag} lang=${tag} ?selected=${tag === language(quote)}>${name(tag)}</option>`)}</select></label>` : nothing}
    </div>
    <p class="message" dir="auto" lang=${said.language}>${said.text}</p>
    <div class="sends">
      <a class="button" target="_blank" rel="noopener noreferrer" href=${whatsApp(quote, said)}>${say("whatsapp")}</a>
      <a class="button" href=${mail(quote, said)}>${say("email")}</a>
      <button type="button" class="button" @click=${() => void copy(said.text, say, context)}>${say("copy")}</button>
      <a class="button" target="_blank" rel="noopener" href=${quote.link}>${say("patient_page")}</a>
      ${pdf ? html`<a class="button" download href=${typeof pdf === "string" ? pdf : `${quote.link}.pdf`}>${say("pdf")}</a>` : nothing}
      <a class="button" download href=${`${quote.link}.ics`}>${say("calendar_file")}</a>
      <button type="button" class="button" @click=${() => print()}>${say("print")}</button>
    </div>
  </section>`;
}

/** @param {string} tag */
const name = (tag) => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

/** To the patient's own number where it is written with its country; else whoever sends it chooses.
 * @param {Quote} quote @param {Message} said */
function whatsApp(quote, said) {
  const phone = (quote.patient.phone ?? "").replace(/[\s().\-/]/g, "").replace(/^00/, "+");
  const to = /^\+\d{7,15}$/.test(phone) ? phone.slice(1) : "";
  return `https://wa.me/${to}?text=${encodeURIComponent(said.text)}`;
}

/** @param {Quote} quote @param {Message} said */
function mail(quote, said) {
  const to = encodeURIComponent(quote.patient.email ?? "").replace("%40", "@");
  return `mailto:${to}?subject=${encodeURIComponent(said.subject)}&body=${encodeURIComponent(said.text)}`;
}

/** @param {string} text @param {Say} say @param {Context} context */
async function copy(text, say, context) {
  try {
    await navigator.clipboard.writeText(text);
    saved.done = "copied";
    context.say(say("copied"));
  } catch {
    saved.done = "copy_by_hand";
  }
  context.render();
}
