// Asks the API. What goes wrong is a Problem with a code, be it the server's, the network's or our patience's.

const PATIENCE_MS = 15_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 10_000;
/** Worth another try: too many requests, and a server that is gone for a moment. */
const PASSING = [429, 502, 503, 504];

/**
 * @typedef {object} FieldError
 * @property {string} pointer
 * @property {string} code
 * @property {string} detail
 * @property {string[]} [did_you_mean]
 * @property {string[]} [allowed]
 * @property {string[]} [nearest]
 */

/** What the server refused, or `network` where there was no answer. */
export class Problem extends Error {
  /** @param {{ code: string, status: number, detail?: string, errors?: FieldError[] }} said */
  constructor(said) {
    super(said.detail ?? said.code);
    this.code = said.code;
    this.status = said.status;
    /** @type {FieldError[]} */
    this.errors = said.errors ?? [];
    /** All that the server said, extension members among it. @type {Record<string, any>} */
    this.said = said;
    /** How long the server wants to be left alone. */
    this.waitMs = 0;
  }
}

/**
 * @typedef {object} Asking
 * @property {string | URL} [base] the server, where it is not the page's own
 * @property {string} [method] GET without a body, POST with one
 * @property {unknown} [body]
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {number} [tries] what may be asked again: reads, and writes that carry an idempotency key
 * @property {(attempt: number) => void} [again] is told before each further try
 */

/**
 * The answer's JSON; null where it has no body.
 * @param {string} path
 * @param {Asking} [asking]
 * @returns {Promise<any>}
 */
export const ask = async (path, asking = {}) => {
  const { tries = asking.body === undefined ? 4 : 1, signal, again } = asking;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(path, asking);
    } catch (error) {
      signal?.throwIfAborted();
      const problem = error instanceof Problem ? error : new Problem({ code: "network", status: 0 });
      if (attempt >= tries || (problem.status && !PASSING.includes(problem.status))) throw problem;
      again?.(attempt);
      // Doubled each time, and not by all callers at the same moment.
      const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      await new Promise((rested) => setTimeout(rested, Math.min(problem.waitMs || pause, LONGEST_PAUSE_MS)));
      signal?.throwIfAborted();
    }
  }
};

/**
 * @param {string} path
 * @param {Asking} asking
 */
const once = async (path, { base = location.href, method, body, headers, signal }) => {
  const has = body !== undefined;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(new URL(path, base), {
    method: method ?? (has ? "POST" : "GET"),
    headers: { ...(has && { "content-type": "application/json" }), ...headers },
    body: has ? JSON.stringify(body) : null,
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  });
  const text = await answer.text();
  if (!answer.ok) throw refused(answer, text);
  return text ? JSON.parse(text) : null;
};

/** @param {Response} answer @param {string} text */
const refused = (answer, text) => {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    // A proxy's page: its status is all there is to know.
  }
  const problem = new Problem({ code: "unexpected_answer", ...said, status: answer.status });
  problem.waitMs = 1000 * Number(answer.headers.get("retry-after")) || 0;
  return problem;
};
