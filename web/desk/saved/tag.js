import { html, nothing } from "../../vendor/lit-html/lit-html.js";

/** @type {Record<string, string>} */
const COLOURS = { open: "", accepted: "good", declined: "", withdrawn: "bad", superseded: "warn", expired: "warn" };

/** A state as a word in its colour. @param {string} state @param {import("../../shared/words.js").Say} say */
export const stateTag = (state, say) => html`<span class="tag ${COLOURS[state] ?? ""}">${say(`state_${state}`)}</span>`;

/** That a patient agreed to be contacted about a quote. @param {{ follow_up?: boolean | null }} patient @param {import("../../shared/words.js").Say} say */
export const followUp = (patient, say) => (patient.follow_up ? html`<span class="tag good">${say("follow_up")}</span>` : nothing);
