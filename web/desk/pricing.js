// Asks for the price of what is in the box: at each key, never showing an older answer over a newer one.

import { fetchClinics } from "./catalog.js";
import { askServer } from "./server.js";
import { changed, hasWords, isIn, isSame, isSettled, state } from "./state.js";

const INCLUDE = ["ladder", "comparison", "schedule", "facts", "plans"];
const RETRY_MS = 1500;
/** Half a word is no error: the browser is not to note one. */
const LENIENT = { prefer: "handling=lenient" };

/** @type {AbortController | null} */
let running = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

/** The request for what is asked for, in a language.
 * @param {import("./state.js").Asked} asked
 * @param {string} language
 */
export function request(asked, language) {
  return {
    text: asked.text,
    language,
    include: INCLUDE,
    ...(state.clinic ? { clinic: state.clinic } : {}),
    ...(asked.on ? { on: asked.on } : {}),
    ...(asked.start ? { start: asked.start } : {}),
  };
}

/** Ends when the answer that is under way has come. */
let underWay = Promise.resolve();

/** The answer that is under way, if one is. */
export const priced = () => underWay;

/** Asks for the price of what is in the box, in place of what was asked before. */
export function price() {
  underWay = askForPrice();
  return underWay;
}

async function askForPrice() {
  running?.abort();
  clearTimeout(again);
  const asked = { ...state.asked };
  if (!hasWords(asked.text)) {
    state.refusal = null;
    state.heard = { text: asked.text, parts: [], items: [] };
    changed();
    return;
  }
  const control = new AbortController();
  running = control;
  const bodies = requests(asked);
  const name = JSON.stringify(bodies);
  // What is asked again stands there already, and was perhaps told.
  const known = state.down || isSettled() ? undefined : remembered.get(name);
  if (known) takeAnswers(asked, known.answers, true);
  const answers = await Promise.all(bodies.map((body) => askServer("/v1/estimates", { body, headers: LENIENT, signal: control.signal })));
  if (running !== control || control.signal.aborted) return;
  const text = JSON.stringify(answers);
  if (known?.text === text) return void confirm();
  takeAnswers(asked, answers, false);
  keepAnswer(name, answers, text);
}

/** Answers by what was asked: much the same words are typed for caller after caller. What is remembered is shown within
 * the frame of its key; it is asked for all the same, and what the server says then counts.
 * @type {Map<string, { answers: import("./server.js").Answer[], text: string }>} */
const remembered = new Map();
const REMEMBERED_MAX = 300;

/** Those of the newest price list are remembered, of each line the last; none while the server does not answer.
 * @param {string} name @param {import("./server.js").Answer[]} answers @param {string} text */
function keepAnswer(name, answers, text) {
  const isNew = newest !== "" && state.answer !== null && state.answer.estimate.price_list !== newest;
  if (isNew || state.down) remembered.clear();
  newest = state.answer?.estimate.price_list ?? newest;
  if (state.down) return;
  remembered.delete(name);
  remembered.set(name, { answers, text });
  if (remembered.size > REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? "");
}

/** The version of the price list that was answered from last. */
let newest = "";

/** What is shown from memory is what the server says too. */
function confirm() {
  if (state.answer) state.answer.isRemembered = false;
}

/** One request; a second one for the sentence where the caller speaks another language than the desk. It includes the
 * same: what is included is told too, and every caller is told the same.
 * @param {import("./state.js").Asked} asked
 */
function requests(asked) {
  return [...new Set([state.language, asked.language])].map((language) => request(asked, language));
}

/**
 * @param {import("./state.js").Asked} asked
 * @param {import("./server.js").Answer[]} answers
 * @param {boolean} isRemembered
 */
function takeAnswers(asked, answers, isRemembered) {
  const refused = answers.find((answer) => "problem" in answer);
  if (answers.some((answer) => "down" in answer)) {
    state.down = true;
    again = setTimeout(() => void price(), RETRY_MS);
  } else if (refused && "problem" in refused) {
    state.down = false;
    noteRefusal(asked, refused.problem);
  } else {
    const [estimate, ...others] = answers.map((answer) => ("ok" in answer ? answer.ok : {}));
    state.down = false;
    state.refusal = null;
    state.heard = heardOf(asked, /** @type {any} */ (estimate).understood);
    noteMove(asked, /** @type {any} */ (estimate));
    state.answer = { asked, estimate: /** @type {any} */ (estimate), spoken: (others[0] ?? estimate)?.spoken ?? "", isRemembered };
    state.marked = 0;
  }
  changed();
}

/** Notes why a line has no price: not where it is asked for again, by whoever comes in when a session has ended, or of the
 * clinic that was asked before it was one of several.
 * @param {import("./state.js").Asked} asked @param {import("./server.js").Refusal} problem */
function noteRefusal(asked, problem) {
  if (!isIn()) return;
  if (problem.code === "clinic_needed" && state.clinic === "") return void fetchClinics().then(price);
  state.refusal = { asked, problem };
  state.heard = heardOf(asked, problem.understood);
  state.marked = 0;
}

/** @param {import("./state.js").Asked} asked @param {any} told @returns {import("./offers.js").Heard} */
const heardOf = (asked, told) => ({ text: asked.text, parts: told?.parts ?? [], items: told?.items ?? [] });

/** Notes what the answer on the screen said, where prices changed since.
 * @param {import("./state.js").Asked} asked
 * @param {import("api").Estimate} estimate
 */
function noteMove(asked, estimate) {
  const before = state.answer;
  if (!before) return;
  const isSameLine = isSame({ ...before.asked, language: "" }, { ...asked, language: "" });
  if (before.estimate.price_list === estimate.price_list) {
    if (!isSameLine) state.moved = null;
    return;
  }
  // Nobody was told what was shown for a moment from memory.
  if (!(isSameLine && before.isRemembered)) state.moved = { before: isSameLine ? before.estimate : null };
  onNewPrices();
}

/** @type {() => void} */
let onNewPrices = () => {};

/** @param {() => void} then Called when an answer came from another price list than the one before. */
export function whenPricesChange(then) {
  onNewPrices = then;
}
