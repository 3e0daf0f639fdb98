import { html } from "../../vendor/lit-html/lit-html.js";

/** @type {Record<string, string>} */
const COLOURS = { open: "", accepted: "good", declined: "", withdrawn: "bad", superseded: "warn", expired: "warn" };

/** A state as a word in its colour. @param {string} state @param {import("../../shared/words.js").Say} say */
export const stateTag = (state, say) => html`<span class="tag ${COLOURS[state] ?? ""}">${say(`state_${state}`)}</span>`;
