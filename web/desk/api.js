// For the screens beside the quoting one: the server, asked as the desk asks it.

/**
 * @typedef {import("./server.js").Json} Json
 * @typedef {import("./server.js").Answer} Answer
 * @typedef {import("./server.js").Refusal} Problem
 */

export { askServer as ask } from "./server.js";
