// Every action and its key, in one table: the help shows it, and the keyboard follows it.

/**
 * @typedef {object} Key
 * @property {string} does What it does: the name of the action, and of its words.
 * @property {string[]} shown As it is written on the keys.
 * @property {(event: KeyboardEvent) => boolean} [is] Whether an event is this key; where it depends on what has the focus, the parts themselves listen.
 */

/** @param {string} name */
const plain = (name) => (/** @type {KeyboardEvent} */ event) =>
  event.key === name && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;

/** By its place on the keyboard, so that it is the same in an Arabic layout.
 * @param {string} code */
const alt = (code) => (/** @type {KeyboardEvent} */ event) =>
  event.code === code && event.altKey && !event.ctrlKey && !event.metaKey;

/** @type {Key[]} */
export const keys = [
  { does: "save", shown: ["Enter"] },
  { does: "next", shown: ["Esc"] },
  { does: "choose", shown: ["↑", "↓"] },
  { does: "chips", shown: ["↓"] },
  { does: "more", shown: ["Alt", "↑"], is: alt("ArrowUp") },
  { does: "fewer", shown: ["Alt", "↓"], is: alt("ArrowDown") },
  { does: "suggestion", shown: ["Alt", "1…9"] },
  { does: "callerLanguage", shown: ["F2"], is: plain("F2") },
  { does: "panel", shown: ["F3"], is: plain("F3") },
  { does: "caller", shown: ["F4"], is: plain("F4") },
  { does: "recent", shown: ["F6"], is: plain("F6") },
  { does: "why", shown: ["F7"], is: plain("F7") },
  { does: "saved", shown: ["F8"], is: plain("F8") },
  { does: "prices", shown: ["F9"], is: plain("F9") },
  { does: "table", shown: ["Alt", "T"], is: alt("KeyT") },
  { does: "replace", shown: ["Alt", "R"], is: alt("KeyR") },
  { does: "start", shown: ["Alt", "S"], is: alt("KeyS") },
  { does: "copy", shown: ["Alt", "C"], is: alt("KeyC") },
  { does: "deskLanguage", shown: ["Alt", "L"], is: alt("KeyL") },
  { does: "help", shown: ["?"], is: (event) => event.key === "F1" || isQuestion(event) },
];

/** The question mark, outside of a text that it may be part of: no line has one.
 * @param {KeyboardEvent} event */
function isQuestion(event) {
  if (!["?", "؟"].includes(event.key) || event.ctrlKey || event.metaKey) return false;
  const at = event.target;
  return !(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) || at.id === "line";
}

/** The key of an action as it is written.
 * @param {string} does */
export function keyOf(does) {
  return keys.find((key) => key.does === does)?.shown ?? [];
}
