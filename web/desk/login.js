// Who sits here: a staff key, once for each browser.

import { html, nothing } from "../vendor/lit-html/lit-html.js";
import { forgetCallers } from "./draft.js";
import { askServer } from "./server.js";
import { changed, state } from "./state.js";
import { write } from "./stored.js";

/** @import { Say } from "../shared/words.js" */

let wrong = "";

/** @param {Say} say @param {() => void} then */
export function login(say, then) {
  const enter = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (document.getElementById("staff-key"));
    const answer = await askServer("/v1/session", { body: { key: field.value.trim() } });
    wrong = "problem" in answer ? answer.problem.detail : "down" in answer ? say("down") : "";
    if ("ok" in answer) {
      state.session = answer.ok;
      then();
    }
    changed();
    if (wrong) field.select();
  };
  return html`<div class="login card">
    <h2>${say("login")}</h2>
    <p class="soft">${say("login_why")}</p>
    <form @submit=${enter}>
      <label for="staff-key" class="small">${say("staff_key")}</label>
      <input class="field" id="staff-key" type="password" autocomplete="current-password" dir="ltr" required aria-invalid=${wrong ? "true" : "false"} aria-describedby="key-wrong">
      <p id="key-wrong" class="small bad-text" role="alert">${wrong || nothing}</p>
      <button class="button primary" type="submit">${say("enter")} <span class="keys" aria-hidden="true"><kbd>Enter</kbd></span></button>
    </form>
  </div>`;
}

/** Puts the cursor into the field. */
export const enterLogin = () => document.getElementById("staff-key")?.focus();

/** What tells the other tabs of this browser that its session was ended. */
const LEFT = "mesoquote.left";

/** Ends the session of this browser, in all its tabs. */
export async function logOut() {
  await askServer("/v1/session", { method: "DELETE" });
  write(localStorage, LEFT, Date.now());
  leave();
}

/** @param {StorageEvent} event */
export function leaveToo(event) {
  if (event.key === LEFT) leave();
}

/** Whoever comes next sees nothing of the callers: the page begins anew. */
function leave() {
  forgetCallers();
  location.assign(location.pathname);
}
