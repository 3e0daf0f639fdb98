// The program itself, with a database and a copy of the sample prices of its own, on a free port of this machine.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A path inside the repository. @param {string} inside */
export const repository = (inside) => fileURLToPath(new URL(`../../../${inside}`, import.meta.url));

/** The program: the one that cargo test built, or the debug build of the checkout. */
const program = process.env["MESOQUOTE_BINARY"] ?? repository("target/debug/mesoquote");

/** How long it may take to say that it is ready, or to stop. */
const PATIENCE_MS = 60_000;

/** The environment without settings for the program; many tests ask from one address, so nothing is limited. */
const environment = () => {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith("MESOQUOTE_"));
  return { ...Object.fromEntries(entries), MESOQUOTE_LIMITS: "off" };
};

/** @typedef {{ prices?: string, keys?: string[], arguments?: string[], follows?: boolean }} Settings
 *  `prices`: the folder that is copied; `keys`: names of staff who get a key each; `arguments`: more for `serve`;
 *  `follows`: the server is told of no folder, so that it serves what is published (and `pricing` until something is). */

export class Server {
  /** @type {import("node:child_process").ChildProcess | null} */
  #child = null;
  #settings;
  /** Holds the database and the prices. */
  folder = mkdtempSync(path.join(tmpdir(), "mesoquote-web-"));
  /** The folder of its own with the price list, free to be changed. */
  prices;
  /** Where it is reached: `http://127.0.0.1:PORT`. */
  origin = "";
  /** What it wrote on standard error. @type {string[]} */
  log = [];
  /** Staff keys by name. @type {Record<string, string>} */
  keys = {};

  /** @param {Settings} settings */
  constructor(settings) {
    this.#settings = settings;
    const prices = settings.prices ?? repository("pricing");
    // The folder's name is the clinic's code.
    this.prices = path.join(this.folder, path.basename(prices));
    cpSync(prices, this.prices, { recursive: true });
    for (const name of settings.keys ?? []) this.keys[name] = this.run("keys", "add", name, ...this.#database).trim();
  }

  /** Starts one and waits until it is ready. @param {Settings} [settings] */
  static async start(settings = {}) {
    if (!existsSync(program)) throw new Error(`${program} is not there: cargo build`);
    const server = new Server(settings);
    await server.#serve("127.0.0.1:0");
    return server;
  }

  get #database() {
    return ["--database", `sqlite:${path.join(this.folder, "quotes.db")}`];
  }

  /** Runs a command of the program to its end and gives what it printed. @param {string[]} command */
  run(...command) {
    return execFileSync(program, command, { cwd: this.folder, env: environment(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** @param {string} listen */
  async #serve(listen) {
    const folder = this.#settings.follows ? [] : ["--prices", this.prices];
    const command = ["serve", "--listen", listen, ...folder, ...this.#database, ...(this.#settings.arguments ?? [])];
    const child = spawn(program, command, { cwd: this.folder, env: environment(), stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    this.origin = await this.#ready(child);
  }

  /** @param {import("node:child_process").ChildProcess} child @returns {Promise<string>} */
  #ready(child) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not ready in time:\n${this.log.join("\n")}`)), PATIENCE_MS);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`it ended with ${code}:\n${this.log.join("\n")}`)));
      if (child.stderr === null) throw new Error("standard error is not piped");
      createInterface(child.stderr).on("line", (line) => {
        this.log.push(line);
        const found = /listening on (http:\/\/[^\s/]+)/.exec(line);
        if (found?.[1] === undefined) return;
        clearTimeout(timer);
        resolve(found[1]);
      });
    });
  }

  /** Tells it to stop and waits until it has. */
  async stop() {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(timer);
  }

  /** Starts it again, after a stop, at the same address. */
  async again() {
    await this.#serve(new URL(this.origin).host);
  }

  /** Stops it and takes its folder away. */
  async end() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Asks it without a browser; JSON goes out and comes in.
   *  @param {string} method @param {string} where @param {unknown} [body] @param {Record<string, string>} [headers]
   *  @returns {Promise<{ status: number, headers: Headers, body: any }>} */
  async ask(method, where, body, headers = {}) {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const answer = await fetch(this.origin + where, { method, headers: { ...type, ...headers }, redirect: "manual", ...sent });
    const text = await answer.text();
    const json = /[/+]json/.test(answer.headers.get("content-type") ?? "");
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
  }

  /** Saves a quote as it is said on the telephone. @param {string} text @param {Record<string, unknown>} [more] */
  async quote(text, more = {}) {
    const { request = {}, ...rest } = more;
    const { status, body } = await this.ask("POST", "/v1/quotes", { request: { text, .../** @type {object} */ (request) }, ...rest });
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body;
  }
}
