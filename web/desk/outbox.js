// What is to be saved and was not answered yet. It outlives a reload of the page and the caller: it is kept in this tab
// until the server has answered.

import { read, write } from "./stored.js";

const OUTBOX = "mesoquote.outbox";

/**
 * A quote on its way. The key has it saved once, however often it is sent.
 * @typedef {{ asked: import("./state.js").Asked, path: string, body: unknown, key: string }} Sending
 */

/** Those that wait, the oldest first. @returns {Sending[]} */
export const waiting = () => read(sessionStorage, OUTBOX) ?? [];

/** @param {Sending} sending */
export function putOut(sending) {
  write(sessionStorage, OUTBOX, [...others(sending), sending]);
}

/** It was answered. @param {Sending} sending */
export function takeIn(sending) {
  write(sessionStorage, OUTBOX, others(sending));
}

/** @param {Sending} sending */
const others = (sending) => waiting().filter(({ key }) => key !== sending.key);
