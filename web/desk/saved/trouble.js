import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/**
 * What went wrong, in the server's words, and a way to try again where that may help.
 * @param {import("./state.js").Problem | "down" | null} problem
 * @param {import("../../shared/words.js").Say} say
 * @param {() => void} [again]
 */
export function trouble(problem, say, again) {
  if (problem === null) return nothing;
  const isPassing = problem === "down" || problem.status >= 500;
  const text = problem === "down" ? say("down") : problem.detail;
  return html`<div class="notice bad trouble" role="alert"><p dir="auto">${text}</p>
    ${again && isPassing ? html`<button type="button" class="button" @click=${again}>${say("try_again")}</button>` : nothing}</div>`;
}
