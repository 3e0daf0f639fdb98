// <mesoquote-estimate>: visitors price their own treatment on the clinic's page.
//
// It holds what is chosen, asks the API for every figure, and draws itself anew with each answer. It sets no cookie,
// stores nothing, asks no other server, and sends nothing personal before somebody asks to keep a quote.

import { render } from "./html.js";
import { ask } from "../shared/api.js";
import { speaker } from "../shared/speaker.js";
import { chosen, extrasOf, merge, offered, request, withAnother } from "./choice.js";
import { view } from "./view.js";

/**
 * @import { Catalog, Estimate, Quote } from "api"
 * @import { Problem } from "../shared/api.js"
 * @import { Say } from "../shared/speaker.js"
 * @import { Item } from "./choice.js"
 * @typedef {object} Model what is shown
 * @property {Say} say
 * @property {Catalog} catalog
 * @property {Item[]} items
 * @property {string[]} extras that are wanted, whether or not they go with the items
 * @property {Estimate | undefined} estimate
 * @property {boolean} asking
 * @property {boolean} slow
 * @property {Problem | undefined} trouble
 * @property {boolean} keeping whether the form to keep a quote is open
 * @property {boolean} saving
 * @property {Problem | "phone" | undefined} keepTrouble
 * @property {Quote[]} quotes that were kept
 * @property {number} width
 * @property {URL} base
 */

/** The server that the script came from. */
const BASE = new URL("../../../", import.meta.url);
/** A slider that is dragged asks when it rests for so long. */
const REST_MS = 140;
/** After so long somebody wants to know that it is still asked. */
const SLOW_MS = 2500;

/** The styles, in pixels: the page around may have changed what a rem is. */
const SHEET = fetch(new URL("widget.css", import.meta.url))
  .then((answer) => answer.text())
  .then((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css.replace(/([\d.]+)rem/g, (_, size) => `${size * 16}px`));
    return sheet;
  });

/** What is said in a language, else in English. @param {string} language @returns {Promise<Say>} */
const words = (language) =>
  import(`./words/${language}.js`).then((file) => speaker(language, file.default), () => words("en"));

class MesoquoteEstimate extends HTMLElement {
  static observedAttributes = ["clinic", "language", "treatment", "area", "sessions", "extras", "treatments", "areas", "theme"];

  static {
    for (const name of this.observedAttributes) {
      Object.defineProperty(this.prototype, name, {
        get() { return this.getAttribute(name); },
        set(value) { if ((value ?? null) === null) this.removeAttribute(name); else this.setAttribute(name, value); },
      });
    }
  }

  #root = this.attachShadow({ mode: "open" });
  /** Without words and catalog until they are fetched. */
  #model = /** @type {Model} */ ({ items: /** @type {Item[]} */ ([]), extras: /** @type {string[]} */ ([]), quotes: /** @type {Quote[]} */ ([]), base: BASE, width: 320 });
  #loading = new AbortController();
  #asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #started = false;
  #key = "";
  #watch = new ResizeObserver(() => this.#measure());
  #online = () => this.#model.trouble && this.#retry();

  /** A node that is moved is taken out and put in again: what is chosen and shown stays. */
  connectedCallback() {
    addEventListener("online", this.#online);
    this.#watch.observe(this);
    if (this.#started) return;
    this.#started = true;
    // What was set on the node before this script came hides what is set now.
    const node = /** @type {any} */ (this);
    for (const name of MesoquoteEstimate.observedAttributes) {
      if (!Object.hasOwn(node, name)) continue;
      const value = node[name];
      delete node[name];
      node[name] = value;
    }
    this.#wantExtras();
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("online", this.#online);
    this.#watch.disconnect();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#started = Boolean(this.#model.estimate);
      this.#loading.abort();
      this.#asking.abort();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (!this.#started || before === after || name === "theme") return;
    const { catalog } = this.#model;
    if (name === "extras") this.#wantExtras();
    if (name === "extras" && catalog) this.#choose(this.#model.items);
    else if (["treatment", "area", "sessions"].includes(name) && catalog) this.#choose(chosen(catalog, this.#wanted(), []));
    else this.#load();
  }

  /** The codes that an attribute lists. @param {string} name */
  #list(name) {
    return this.getAttribute(name)?.split(/[\s,]+/).filter(Boolean);
  }

  /** What the page wants: the first item, and what there is to choose from. */
  #wanted() {
    return {
      treatment: this.getAttribute("treatment"),
      area: this.getAttribute("area"),
      sessions: this.getAttribute("sessions"),
      treatments: this.#list("treatments"),
      areas: this.#list("areas"),
    };
  }

  #wantExtras() {
    this.#model.extras = this.#list("extras") ?? [];
  }

  /** Asks what there is to choose from, in the page's language. */
  async #load() {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const lang = this.closest("[lang]")?.getAttribute("lang") || navigator.language;
    const language = this.getAttribute("language") || lang.split("-")[0] || "en";
    try {
      const said = words(language);
      this.#root.adoptedStyleSheets = [await SHEET];
      this.#show({ say: await said, trouble: undefined });
      const query = new URLSearchParams({ language });
      const clinic = this.getAttribute("clinic");
      if (clinic) query.set("clinic", clinic);
      const catalog = await this.#patiently((again) => ask(`v1/catalog?${query}`, { base: BASE, signal, again }));
      const say = catalog.language === language ? await said : await words(catalog.language);
      if (signal.aborted) return;
      this.#show({ say, catalog: offered(catalog, this.#wanted()) });
      this.#choose(chosen(catalog, this.#wanted(), this.#model.items), 0);
    } catch (error) {
      if (!signal.aborted) this.#show({ trouble: /** @type {Problem} */ (error) });
    }
  }

  /** Takes what is chosen and asks for its price, once the hand rests. @param {Item[]} items @param {number} [rest] */
  #choose(items, rest = REST_MS) {
    const { catalog } = this.#model;
    if (!catalog) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#show({ items: merge(catalog, items), asking: true, keeping: false, keepTrouble: undefined });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#price(this.#asking.signal), rest);
  }

  /** @param {AbortSignal} signal */
  async #price(signal) {
    const { items, catalog } = this.#model;
    if (!catalog) return;
    try {
      const { path, body } = request(catalog, items, this.#extras());
      const estimate = await this.#patiently((again) => ask(path, { base: BASE, body, signal, again, tries: 4 }));
      if (signal.aborted) return;
      this.#show({ estimate, asking: false, trouble: undefined });
      this.#tell("estimate", { ...this.#chosen(), total: estimate.total, currency: estimate.currency });
      // Prices changed since the page was opened: perhaps so did what there is to choose from.
      if (estimate.price_list !== catalog.price_list) this.#load();
    } catch (error) {
      // A price of something else than what is chosen is none.
      if (!signal.aborted) this.#show({ asking: false, estimate: undefined, trouble: /** @type {Problem} */ (error) });
    }
  }

  /** Says so when an answer takes long, or is asked for again. @param {(again: () => void) => Promise<any>} question */
  async #patiently(question) {
    const slow = () => this.#show({ slow: true });
    const timer = setTimeout(slow, SLOW_MS);
    try {
      return await question(slow);
    } finally {
      clearTimeout(timer);
      this.#show({ slow: false });
    }
  }

  /** @param {SubmitEvent} event */
  async #keep(event) {
    event.preventDefault();
    const { catalog, items, saving } = this.#model;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const given = (/** @type {string} */ name) => String(form.get(name) ?? "").trim() || undefined;
    const patient = { name: given("name"), phone: given("phone"), follow_up: form.has("follow_up") };
    if (!catalog || saving) return;
    if (patient.follow_up && !patient.phone) return this.#show({ keepTrouble: "phone" });
    // The same again after a failure is the same quote.
    this.#key ||= [...crypto.getRandomValues(new Uint8Array(16))].join("");
    this.#show({ saving: true, keepTrouble: undefined });
    try {
      const quote = await ask("v1/quotes", {
        base: BASE,
        body: { request: request(catalog, items, this.#extras()).asked, patient },
        headers: { "idempotency-key": this.#key },
        tries: 3,
      });
      this.#key = "";
      this.#show({ saving: false, keeping: false, quotes: [...this.#model.quotes, quote] });
      this.#tell("quote", { ...this.#chosen(), reference: quote.reference, total: quote.estimate.total, currency: quote.estimate.currency });
    } catch (error) {
      const keepTrouble = /** @type {Problem} */ (error);
      if (keepTrouble.status >= 400 && keepTrouble.status < 500) this.#key = "";
      this.#show({ saving: false, keepTrouble });
    }
  }

  #retry() {
    if (this.#model.catalog) this.#choose(this.#model.items, 0);
    else this.#load();
  }

  /** The extras that are chosen and go with the items. */
  #extras() {
    const { catalog, items, extras } = this.#model;
    return catalog ? extrasOf(catalog, items).map(({ extra }) => extra).filter((extra) => extras.includes(extra)) : [];
  }

  #chosen() {
    const { catalog, items } = this.#model;
    return { clinic: catalog?.clinic, items: items.map((item) => ({ ...item })), extras: this.#extras() };
  }

  /** Tells the page, without anything personal. @param {"estimate" | "quote"} what @param {object} detail */
  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(`mesoquote-${what}`, { bubbles: true, composed: true, detail }));
  }

  #measure() {
    const width = this.#root.querySelector(".picture")?.clientWidth ?? this.clientWidth;
    if (width && width !== this.#model.width) this.#show({ width });
  }

  /** @param {Partial<Model>} changed */
  #show(changed) {
    Object.assign(this.#model, changed);
    if (!this.#model.say) return;
    render(view(this.#model, this.#acts), this.#root);
    this.#measure();
  }

  /** What can be done here. */
  #acts = {
    choose: (/** @type {number} */ at, /** @type {Partial<Item>} */ change) => {
      this.#choose(this.#model.items.map((item, place) => (place === at ? { ...item, ...change } : item)));
    },
    add: () => this.#choose(withAnother(this.#model.catalog, this.#model.items), 0),
    remove: (/** @type {number} */ at) => this.#choose(this.#model.items.filter((_, place) => place !== at), 0),
    extra: (/** @type {string} */ code, /** @type {boolean} */ isWanted) => {
      const others = this.#model.extras.filter((extra) => extra !== code);
      this.#model.extras = isWanted ? [...others, code] : others;
      this.#choose(this.#model.items);
    },
    retry: () => this.#retry(),
    open: (/** @type {boolean} */ keeping) => this.#show({ keeping, keepTrouble: undefined }),
    keep: (/** @type {SubmitEvent} */ event) => void this.#keep(event),
  };
}

if (!customElements.get("mesoquote-estimate")) customElements.define("mesoquote-estimate", MesoquoteEstimate);
