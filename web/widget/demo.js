// The page that shows what the widget can do: its knobs, what to paste, what the page is told.

import { ask } from "../shared/api.js";

/** @import { Catalog } from "api" */

const ORIGIN = location.origin;
const ATTRIBUTES = ["clinic", "language", "treatment", "area", "sessions", "theme"];

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const knobs = /** @type {HTMLFormElement} */ (part("knobs"));
const tried = part("tried");
/** @param {string} name */
const knob = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (knobs.elements.namedItem(name));

/** @param {Record<string, string>} attributes */
const lines = (attributes) => {
  const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`).join("");
  return `<script type="module" src="${ORIGIN}/widget.js"></script>\n<mesoquote-estimate${given}></mesoquote-estimate>`;
};

/** @param {string} name @param {{ value: string, text: string }[]} choices */
const fill = (name, choices) => {
  const select = knob(name);
  const before = select.value;
  select.replaceChildren(...choices.map(({ value, text }) => new Option(text, value, false, value === before)));
};

/** What is chosen with the knobs, put on the element and into the lines to paste. */
const turn = () => {
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const name of ATTRIBUTES) {
    const { value } = knob(name);
    if (value) attributes[name] = value;
  }
  const boxes = [...part("treatments").querySelectorAll("input")];
  const shown = boxes.filter((box) => box.checked).map((box) => box.value);
  if (shown.length && shown.length < boxes.length) attributes["treatments"] = shown.join(" ");
  for (const name of [...ATTRIBUTES, "treatments"]) {
    const value = attributes[name];
    if (value === undefined) tried.removeAttribute(name);
    else tried.setAttribute(name, value);
  }
  part("made").textContent = lines(attributes);
};

/** Names the clinic wherever the widget stands or is written, where there are several. @param {string} clinic */
const nameClinic = (clinic) => {
  if (clinics.length < 2) return;
  for (const element of document.querySelectorAll("mesoquote-estimate")) element.setAttribute("clinic", clinic);
  for (const { code, text } of samples) code.textContent = text.replaceAll("<mesoquote-estimate", `<mesoquote-estimate clinic="${clinic}"`);
};

/** The clinic that is chosen: what can be turned. */
const load = async () => {
  const clinic = knob("clinic").value;
  nameClinic(clinic);
  const query = new URLSearchParams(clinic ? { clinic } : {});
  /** @type {Catalog} */
  const catalog = await ask(`/v1/catalog?${query}`);
  const first = { value: "", text: "the first" };
  fill("language", [{ value: "", text: "as the page" }, ...catalog.languages.map((value) => ({ value, text: value }))]);
  fill("treatment", [first, ...catalog.treatments.map(({ treatment, name }) => ({ value: treatment, text: name }))]);
  fill("area", [first, ...catalog.areas.map(({ area, name }) => ({ value: area, text: name }))]);
  part("treatments").replaceChildren(
    ...catalog.treatments.map(({ treatment, name }) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: treatment, checked: true });
      label.append(box, ` ${name}`);
      return label;
    }),
  );
  turn();
};

/** @param {Event} event */
const told = (event) => {
  const { type, detail } = /** @type {CustomEvent} */ (event);
  const line = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = `${type} ${JSON.stringify(detail)}`;
  line.append(code);
  const list = part("events");
  list.querySelector(".soft")?.remove();
  list.prepend(line);
  while (list.children.length > 4) list.lastElementChild?.remove();
};

/** The line that pins a version: with the digest of what is fetched. */
const pin = () => {
  const [path, digest] = (part("pinned").textContent ?? "").trim().split(" ");
  const version = new URL(import.meta.url).pathname.split("/")[2];
  const address = `${ORIGIN}/assets/${version}/${path}`;
  part("pinned").textContent = `<script type="module" crossorigin\n  src="${address}"\n  integrity="${digest}"></script>`;
};

const copyable = () => {
  for (const snippet of document.querySelectorAll(".snippet")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(snippet.querySelector("code")?.textContent ?? "");
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    snippet.append(button);
  }
};

part("first").textContent = lines({ language: "en" });
for (const code of document.querySelectorAll("[data-origin]")) {
  code.textContent = (code.textContent ?? "").replaceAll("ORIGIN", ORIGIN);
}
pin();
copyable();
/** What is written, without a clinic. */
const samples = [...document.querySelectorAll(".snippet code:not(#made)")].map((code) => ({ code, text: code.textContent ?? "" }));
tried.addEventListener("mesoquote-estimate", told);
tried.addEventListener("mesoquote-quote", told);
knobs.addEventListener("submit", (event) => event.preventDefault());
knobs.addEventListener("input", (event) => (event.target === knob("clinic") ? void load() : turn()));
/** @type {{ clinics: { clinic: string, name: string }[] }} */
const { clinics } = await ask("/v1/clinics");
fill("clinic", clinics.map(({ clinic, name }) => ({ value: clinic, text: name })));
await load();
// Only now: of several clinics none is the one whose prices are asked as long as none is named.
await import(`${ORIGIN}/widget.js`);
