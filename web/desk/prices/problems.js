// Problems and warnings of a list, as `mesoquote check` tells them: where, what, the line itself, and the way out.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @typedef {import("api").FileProblem} FileProblem
 */

/**
 * @param {FileProblem[]} problems
 * @param {number} more
 * @param {"error" | "warning"} kind
 * @param {Say} say
 */
export const problems = (problems, more, kind, say) =>
  html`<ol class="problems ${kind}">${problems.map((problem) => html`<li>${one(problem, kind, say)}</li>`)}</ol>
    ${more ? html`<p class="soft small">${say("more_problems", { count: more })}</p>` : nothing}`;

/** @param {FileProblem} problem @param {"error" | "warning"} kind @param {Say} say */
function one({ file, line, column, message, hint, excerpt, code }, kind, say) {
  return html`<p class="where"><span class="place" dir="ltr">${file}:${line}:${column}</span> <span class="tag ${kind === "error" ? "bad" : "warn"}">${say(kind)}</span> <code class="small soft" dir="ltr">${code}</code></p>
    <p dir="auto">${message}</p>
    ${excerpt ? html`<pre class="excerpt" dir="ltr" tabindex="0"><span class="number" aria-hidden="true">${line}</span>${marked(excerpt)}</pre>` : nothing}
    <p class="way-out" dir="auto"><span class="soft">${say("hint")}</span> ${hint}</p>`;
}

/** The line, and the part of it that is meant. @param {NonNullable<FileProblem["excerpt"]>} excerpt */
function marked({ text, before, marked }) {
  const letters = [...text];
  const part = letters.slice(before, before + marked).join("");
  // What is missing at the end of a line is shown as a gap.
  return html`${letters.slice(0, before).join("")}<mark>${part || "\u00a0"}</mark>${letters.slice(before + marked).join("")}`;
}
