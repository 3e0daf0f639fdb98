// What became of a question to the server: what was asked for, a refusal in words, or that nobody answered.

import { Problem, ask } from "../shared/api.js";

/**
 * @import { Asking } from "../shared/api.js"
 * @typedef {Record<string, any>} Json
 * @typedef {{ code: string, title: string, detail: string, status: number, errors?: Json[], understood?: Json  }} Refusal
 * @typedef {{ ok: any } | { problem: Refusal } | { down: true } | { aborted: true }} Answer
 */

/** Nobody was there, or too busy: worth asking again. What a proxy says whose server is gone counts as that. */
const NOBODY = ["network", "unexpected_answer"];
const BUSY = [429, 502, 503, 504];

/**
 * @param {string} path
 * @param {Asking} [asking]
 * @returns {Promise<Answer>}
 */
export async function askServer(path, asking = {}) {
  try {
    const answer = await ask(path, { tries: 1, ...asking });
    // What was asked for with leniency is refused with 200.
    return answer?.status >= 400 && answer.code ? refusedBy(answer, path) : { ok: answer };
  } catch (error) {
    if (asking.signal?.aborted) return { aborted: true };
    if (!(error instanceof Problem) || NOBODY.includes(error.code) || BUSY.includes(error.status)) return { down: true };
    return refusedBy(/** @type {Refusal} */ (error.said), path);
  }
}

/** Happens when the server takes whoever sits here for a stranger: a session is over, or keys are needed from now on. */
export const STRANGER = "mesoquote-stranger";

/** @param {Refusal} problem @param {string} path @returns {Answer} */
function refusedBy(problem, path) {
  if (isOfStranger(problem) && path !== "/v1/session") dispatchEvent(new Event(STRANGER));
  return { problem };
}

/** Whether something was refused because nobody knows who asks. @param {Refusal} problem */
export const isOfStranger = ({ status, code }) => status === 401 || code === "staff_only";
