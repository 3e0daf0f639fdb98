// Problems and warnings of a list, as `mesoquote check` tells them: where, what, the line itself, and the way out. They are
// told in English, whatever the language of the page.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * @import { Say } from "../../shared/words.js"
 * @typedef {import("api").FileProblem} FileProblem
 */

/** Problems of one kind that are shown before the others are folded away. */
const SHOWN_MAX = 5;

/**
 * @param {FileProblem[]} problems
 * @param {number} more
 * @param {"error" | "warning"} kind
 * @param {Say} say
 */
export function problems(problems, more, kind, say) {
  const shown = problems.filter((problem, at) => problems.slice(0, at).filter((other) => isLike(problem, other)).length < SHOWN_MAX);
  const folded = problems.filter((problem) => !shown.includes(problem));
  const list = (/** @type {FileProblem[]} */ some) => html`<ol class="problems ${kind}">${some.map((problem) => html`<li>${one(problem, kind, say)}</li>`)}</ol>`;
  return html`${say.language === "en" ? nothing : html`<p class="soft small">${say("in_english")}</p>`}
    ${list(shown)}
    ${folded.length ? html`<details><summary>${say("like_these", { count: folded.length })}</summary>${list(folded)}</details>` : nothing}
    ${more ? html`<p class="soft small">${say("more_problems", { count: more })}</p>` : nothing}`;
}

/** Whether two are one kind of mistake in one file. @param {FileProblem} one @param {FileProblem} other */
const isLike = (one, other) => one.code === other.code && one.file === other.file;

/** @param {FileProblem} problem @param {"error" | "warning"} kind @param {Say} say */
function one({ file, line, column, message, hint, excerpt, code }, kind, say) {
  return html`<p class="where"><span class="place" dir="ltr">${file}:${line}:${column}</span> <span class="tag ${kind === "error" ? "bad" : "warn"}">${say(kind)}</span> <code class="small soft" dir="ltr">${code}</code></p>
    <p class="english" lang="en" dir="ltr">${message}</p>
    ${excerpt ? html`<pre class="excerpt" dir="ltr" tabindex="0"><span class="number" aria-hidden="true">${line}</span>${marked(excerpt)}</pre>` : nothing}
    <p class="way-out"><span class="soft">${say("hint")}</span> <span class="english" lang="en" dir="ltr">${hint}</span></p>`;
}

/** The line, and the part of it that is meant. @param {NonNullable<FileProblem["excerpt"]>} excerpt */
function marked({ text, before, marked }) {
  const letters = [...text];
  const part = letters.slice(before, before + marked).join("");
  // What is missing at the end of a line is shown as a gap.
  return html`${cells(letters.slice(0, before))}<mark><bdi>${part || "\u00a0"}</bdi></mark>${cells(letters.slice(before + marked))}`;
}

/** Cells stand one after the other from left to right, whatever is written in them. @param {string[]} letters */
const cells = (letters) => letters.join("").split(/([,;\t])/).map((piece, at) => (at % 2 ? piece : html`<bdi>${piece}</bdi>`));
