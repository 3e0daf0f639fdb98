// Draws templates as lit-html does, which the desk uses, in a third of its bytes: those that the widget shares with the
// desk are written for lit-html, and this is as much of it as they need. What is bound is the text of an element, an
// attribute or a part of one, `.property`, `?attribute` and `@event`; what is shown is a text, a template, a list or nothing.
//
// As there, texts between what is bound are parsed once, what changed since the last time is set, all else is left alone.

/** @typedef {{ at: number, kind?: string | undefined, name: string, pieces: string[] }} Place `at` counts the nodes before it */

const POLICY = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("mesoquote", { createHTML: (/** @type {string} */ text) => text });
const MARK = `m$${Math.random().toFixed(9).slice(2)}`;
/** Keeps the browser from reading the attribute before it has a value. */
const UNREAD = "$m$";

const TEXT = /<\/?[a-zA-Z][^>\s]*/g;
const TAG = />|\s(?:([^\s"'>=/]+)(\s*=\s*(["']?))|$)/g;
const QUOTED = /"/g;
const QUOTED_ONCE = /'/g;

export const nothing = Symbol("nothing");

/** Nothing that comes as data is ever taken for one. */
class Drawing {
  /** @param {TemplateStringsArray} strings @param {unknown[]} values @param {boolean} isSvg */
  constructor(strings, values, isSvg) {
    this.strings = strings;
    this.values = values;
    this.isSvg = isSvg;
  }
}

/** @param {TemplateStringsArray} strings @param {unknown[]} values */
export const html = (strings, ...values) => new Drawing(strings, values, false);
/** @param {TemplateStringsArray} strings @param {unknown[]} values */
export const svg = (strings, ...values) => new Drawing(strings, values, true);

/** The markup of a template with marks where something is bound, and the names of attributes that are. @param {readonly string[]} strings */
const marked = (strings) => {
  /** @type {string[]} */
  const names = [];
  let text = "";
  let pattern = TEXT;
  for (const string of strings.slice(0, -1)) {
    let name = "";
    let end = 0;
    let found;
    while ((found = pattern.exec(string))) {
      const at = pattern.lastIndex;
      pattern.lastIndex = 0;
      if (found[0] === ">") {
        pattern = TEXT;
        name = "";
      } else if (pattern !== TAG) {
        pattern = TAG;
      } else if (found[1]) {
        name = found[1];
        end = at - (found[2] ?? "").length;
        if (found[3]) pattern = found[3] === "'" ? QUOTED_ONCE : QUOTED;
      }
      pattern.lastIndex = at;
    }
    if (name) names.push(name);
    text += pattern === TEXT ? `${string}<!--${MARK}-->` : name ? string.slice(0, end) + UNREAD + string.slice(end) + MARK : string + MARK;
  }
  return { text: text + strings[strings.length - 1], names };
};

const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);

/** A template as the browser parsed it, and where something is bound in it. @param {Drawing} drawing */
const parsed = ({ strings, isSvg }) => {
  const { text, names } = marked(strings);
  const element = document.createElement("template");
  const markup = isSvg ? `<svg>${text}</svg>` : text;
  element.innerHTML = POLICY ? POLICY.createHTML(markup) : markup;
  const { content } = element;
  if (isSvg) content.firstElementChild?.replaceWith(...content.firstElementChild.childNodes);
  /** @type {Place[]} */
  const places = [];
  walker.currentNode = content;
  for (let at = 0, node; (node = walker.nextNode()); at += 1) {
    if (node instanceof Element) {
      for (const attribute of node.getAttributeNames()) {
        if (!attribute.endsWith(UNREAD)) continue;
        const [, kind, name = ""] = /^([.?@])?(.*)/.exec(names.shift() ?? "") ?? [];
        places.push({ at, kind, name, pieces: (node.getAttribute(attribute) ?? "").split(MARK) });
        node.removeAttribute(attribute);
      }
    } else if (/** @type {Comment} */ (node).data === MARK) places.push({ at, name: "", pieces: ["", ""] });
  }
  return { content, places };
};

/** @type {WeakMap<TemplateStringsArray, ReturnType<typeof parsed>>} */
const known = new WeakMap();

/** A template that stands in the page, by what it was made from. */
class Shown {
  /** @param {Drawing} drawing */
  constructor({ strings, values }) {
    this.strings = strings;
    const { content, places } = /** @type {ReturnType<typeof parsed>} */ (known.get(strings));
    this.fragment = document.importNode(content, true);
    walker.currentNode = this.fragment;
    let count = -1;
    this.parts = places.map((place) => {
      for (; count < place.at; count += 1) walker.nextNode();
      const node = /** @type {any} */ (walker.currentNode);
      return place.name ? new Bound(node, place) : new Hole(node, node.nextSibling);
    });
    this.take(values);
  }

  /** @param {unknown[]} values */
  take(values) {
    let at = 0;
    for (const part of this.parts) part.take(values.slice(at, (at += part.size)));
  }
}

/** A place for text, templates and lists: between a comment and what follows it. */
class Hole {
  size = 1;
  #start;
  #end;
  /** @type {unknown} */
  #shown = nothing;

  /** @param {Node} start @param {Node | null} end */
  constructor(start, end) {
    this.#start = start;
    this.#end = end;
  }

  /** @param {unknown[]} values */
  take([value]) {
    if (value instanceof Drawing) this.#draw(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (value === nothing || value === "" || (value ?? null) === null) this.#put(nothing);
    else if (value !== this.#shown) this.#put(value, document.createTextNode(String(value)));
  }

  /** @param {Drawing} drawing */
  #draw(drawing) {
    if (!known.has(drawing.strings)) known.set(drawing.strings, parsed(drawing));
    if (this.#shown instanceof Shown && this.#shown.strings === drawing.strings) return this.#shown.take(drawing.values);
    const shown = new Shown(drawing);
    this.#put(shown, shown.fragment);
  }

  /** @param {unknown[]} values */
  #list(values) {
    if (!Array.isArray(this.#shown)) this.#put([]);
    const holes = /** @type {Hole[]} */ (this.#shown);
    values.forEach((value, at) => (holes[at] ??= new Hole(this.#add(new Comment()), this.#add(new Comment()))).take([value]));
    const [left] = holes.splice(values.length);
    if (left) this.#clear(left.#start);
  }

  /** @param {unknown} shown @param {Node} [node] */
  #put(shown, node) {
    this.#clear(this.#start.nextSibling);
    this.#shown = shown;
    if (node) this.#add(node);
  }

  /** @template {Node} T @param {T} node @returns {T} */
  #add(node) {
    return /** @type {Node} */ (this.#start.parentNode).insertBefore(node, this.#end);
  }

  /** @param {Node | null} node the first that goes */
  #clear(node) {
    while (node && node !== this.#end) {
      const next = node.nextSibling;
      /** @type {ChildNode} */ (node).remove();
      node = next;
    }
  }
}

/** An attribute, a property or an event of an element. */
class Bound {
  #element;
  #place;
  /** @type {unknown[]} */
  #before = [];

  /** @param {any} element @param {Place} place */
  constructor(element, place) {
    this.#element = element;
    this.#place = place;
    this.size = place.pieces.length - 1;
    if (place.kind === "@") element.addEventListener(place.name, this);
  }

  /** @param {unknown[]} values */
  take(values) {
    const { kind, name, pieces } = this.#place;
    const before = this.#before;
    this.#before = values;
    if (kind === "@" || (before.length && values.every((value, at) => value === before[at]))) return;
    const [only] = values;
    const value = pieces.join("") ? pieces.map((piece, at) => piece + (values[at] ?? "")).join("") : only;
    if (kind === ".") this.#element[name] = value;
    else if (kind || value === nothing) this.#element.toggleAttribute(name, value !== nothing && Boolean(value));
    else this.#element.setAttribute(name, value ?? "");
  }

  /** @param {Event} event */
  handleEvent(event) {
    const [act] = this.#before;
    if (typeof act === "function") act(event);
  }
}

/** @type {WeakMap<Node, Hole>} */
const roots = new WeakMap();

/** Shows a template in a place, at the end of what is there. @param {unknown} drawing @param {Node} place */
export const render = (drawing, place) => {
  if (!roots.has(place)) roots.set(place, new Hole(place.appendChild(new Comment()), null));
  roots.get(place)?.take([drawing]);
};
