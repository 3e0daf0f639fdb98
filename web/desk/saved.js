// Saved quotes: found by what a caller says, shown as they were kept, moved on, sent and erased.

import { html } from "../vendor/lit-html/lit-html.js";
import { find, openRow, list, loadToday, moveInList } from "./saved/list.js";
import { openQuote } from "./saved/moves.js";
import { quotePage } from "./saved/quote.js";
import { saved } from "./saved/state.js";
import { screenWords } from "./screenwords.js";
import { sheet } from "./sheet.js";

/** @import { Context } from "./views.js" */

await sheet(new URL("./saved/saved.css", import.meta.url));

const spoken = screenWords(new URL("./saved/words/", import.meta.url));

/** @param {Context} context */
export function view(context) {
  void spoken.speak(context);
  const { say } = spoken;
  if (!say) return html`<p class="soft">…</p>`;
  const isOpen = saved.open !== null || saved.opening !== "";
  return html`<h1 class="saved-title">${say("saved_quotes")}</h1>
  <div class="saved ${isOpen ? "has-open" : ""}">
    ${list(say, context)}
    ${quotePage(say, context)}
  </div>`;
}

/** @param {Context} context */
export async function enter(context) {
  await spoken.speak(context);
  document.getElementById("find")?.focus();
  saved.problem = null;
  if (context.sought) {
    saved.sought = context.sought;
    return void find(context);
  }
  void loadToday(context);
  if (context.kept) void openQuote(context.kept, context, true);
}

/** @param {KeyboardEvent} event @param {Context} context */
export function key(event, context) {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return moveInList(event.key === "ArrowDown" ? 1 : -1, at);
  if (event.key === "Escape" && saved.form !== "") return closeForm(context);
  if (event.key === "Escape" && (saved.open !== null || saved.problem)) return closeQuote(context);
  if (event.key === "/" && !(at instanceof HTMLInputElement)) {
    document.getElementById("find")?.focus();
    return true;
  }
  return openRow(event, at, context);
}

/** @param {Context} context */
function closeForm(context) {
  saved.form = "";
  context.render();
  return true;
}

/** @param {Context} context */
function closeQuote(context) {
  const reference = saved.open?.reference;
  Object.assign(saved, { open: null, problem: null, form: "", done: "", verified: null });
  context.render();
  const row = reference && document.querySelector(`[data-reference="${reference}"]`);
  /** @type {HTMLElement | null} */ (row || document.getElementById("find"))?.focus();
  return true;
}
