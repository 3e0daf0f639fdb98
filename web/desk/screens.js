// The screens beside the quoting one, and what lies over all of them.

import { box, put } from "./box.js";
import { enterOverlay } from "./overlay.js";
import { price } from "./pricing.js";
import { begin } from "./revising.js";
import { changed, isCurrent, isKept, state } from "./state.js";
import { views } from "./views.js";
import { tell } from "./wording.js";

/** The one that is open, once it is fetched; what is typed while one is being opened, for the field that it opens with; and
 * what is looked for there.
 * @type {{ open: import("./views.js").Screen | null, isOpening: boolean, typed: string, sought: string }} */
export const screen = { open: null, isOpening: false, typed: "", sought: "" };

/** @param {"help" | "recent"} name */
export function openOverlay(name) {
  state.overlay = state.overlay === name ? "" : name;
  changed();
  if (state.overlay) enterOverlay();
  else box().focus();
}

/** @returns {import("./views.js").Context} */
export function context() {
  return {
    language: state.language,
    clinic: state.clinic,
    kept: isKept() ? (state.kept?.quote.reference ?? null) : null,
    sought: screen.sought,
    catalog: state.catalog,
    render: changed,
    go: (name) => void go(name),
    say: tell,
    quote: quoteAgain,
    revise: reviseQuote,
  };
}

/** A line from elsewhere, to be quoted. @param {string} text */
export function quoteAgain(text) {
  if (state.view !== null) void go(null);
  put(text);
}

/** The same; what is saved then takes the place of a quote. @param {string} text @param {string} reference */
function reviseQuote(text, reference) {
  if (state.view !== null) void go(null);
  begin(text, reference);
}

/** Puts what was offered into the box, or looks for it. @param {import("./state.js").Offer} offer */
export function takeOffer({ text, isSought }) {
  if (!isSought) return put(text);
  put("");
  void go("saved", text);
}

/** Opens a screen; the box and what it holds stay as they are. @param {string | null} name @param {string} [sought] */
export async function go(name, sought = "") {
  screen.open?.leave?.(context());
  Object.assign(screen, { open: null, isOpening: name !== null, typed: "", sought });
  state.view = name;
  changed();
  if (name === null) {
    box().focus();
    // Prices may have been put in force meanwhile, here.
    if (isCurrent() && !isKept()) void price();
    return;
  }
  const loaded = await views.find((view) => view.name === name)?.load();
  if (state.view !== name || !loaded) return;
  screen.open = loaded;
  changed();
  document.getElementById("view")?.focus();
  await loaded.enter?.(context());
  if (screen.open !== loaded) return;
  screen.isOpening = false;
  const field = document.activeElement;
  if (screen.typed && field instanceof HTMLInputElement) {
    field.value += screen.typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
