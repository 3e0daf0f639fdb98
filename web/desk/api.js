// What became of a question to the server: what was asked for, a refusal in words, or that nobody answered.

import { Problem as Thrown, ask as askOnce } from "../shared/api.js";

/**
 * @import { Asking } from "../shared/api.js"
 * @typedef {Record<string, any>} Json
 * @typedef {{ code: string, title: string, detail: string, status: number, errors?: Json[], understood?: Json }} Problem
 * @typedef {{ ok: any } | { problem: Problem } | { down: true } | { aborted: true }} Answer
 */

/** Nobody was there, or too busy: worth asking again. What a proxy says whose server is gone counts as that. */
const PASSING = ["network", "unexpected_answer"];
const BUSY = [429, 502, 503, 504];

/**
 * @param {string} path
 * @param {Asking} [asking]
 * @returns {Promise<Answer>}
 */
export async function ask(path, asking = {}) {
  try {
    return { ok: await askOnce(path, { tries: 1, ...asking }) };
  } catch (error) {
    if (asking.signal?.aborted) return { aborted: true };
    if (!(error instanceof Thrown) || PASSING.includes(error.code) || BUSY.includes(error.status)) return { down: true };
    return { problem: /** @type {Problem} */ (error.said) };
  }
}
