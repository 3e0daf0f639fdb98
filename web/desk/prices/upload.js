// Choosing a changed list: a folder, some files, or what lies on the server's disk.

import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { check } from "./asking.js";
import { chosenFiles, droppedFiles, read } from "./reading.js";
import { prices } from "./state.js";

/** @import { Say } from "../../shared/words.js" */
/** @import { Context } from "../views.js" */

/** What went wrong while files were read, by the name of its text. */
let trouble = "";

/** @param {import("./reading.js").Found[]} found @param {Context} context */
async function take(found, context) {
  trouble = "";
  try {
    const { files, leftOut } = await read(found, prices.clinic);
    if (Object.keys(files).length === 0) trouble = "no_tables";
    else {
      // Single files go over those that were chosen before; a whole list takes their place.
      prices.files = "clinic.toml" in files ? files : { ...prices.files, ...files };
      prices.leftOut = leftOut;
      await checkFiles(context);
    }
  } catch (error) {
    trouble = error instanceof Error && error.message === "too_large" ? "too_large" : "unreadable";
  }
  context.render();
}

/** A list without settings of its own is a part of one: the rest stays as it is in force. @param {Context} context */
const checkFiles = (context) => check({ files: prices.files, ...("clinic.toml" in prices.files ? {} : { keep_others: true }) }, context);

/** @param {Say} say @param {Context} context */
export function upload(say, context) {
  const picked = (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    void take(chosenFiles(field.files), context).then(() => { field.value = ""; });
  };
  const over = (/** @type {boolean} */ isOver) => (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    if (prices.isOver === isOver) return;
    prices.isOver = isOver;
    context.render();
  };
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    prices.isOver = false;
    if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((found) => take(found, context));
  };
  const names = Object.keys(prices.files);
  return html`<section class="card upload ${prices.isOver ? "over" : ""}" aria-labelledby="upload-title" @dragenter=${over(true)} @dragover=${over(true)} @dragleave=${leaves(context)} @drop=${drop}>
    <h2 id="upload-title">${say("changed_list")}</h2>
    <p class="soft">${say("upload_help")}</p>
    <div class="buttons">
      <label class="button primary file"><input type="file" class="visually-hidden" webkitdirectory multiple @change=${picked}>${say("choose_folder")}</label>
      <label class="button file"><input type="file" class="visually-hidden" multiple accept=".csv,.toml,.txt,.tsv,.xlsx,.xls,.ods" @change=${picked}>${say("choose_files")}</label>
      ${prices.hasFolder ? html`<button type="button" class="button" @click=${() => void check({ on_disk: true }, context)}>${say("look_on_disk")}</button>` : nothing}
    </div>
    <p class="trouble-line" role="alert">${trouble ? say(trouble) : nothing}</p>
    ${names.length ? chosen(names, say, context) : nothing}
  </section>`;
}

/** A part of the section is left for another part of it all the time. @param {Context} context */
const leaves = (context) => (/** @type {DragEvent} */ event) => {
  const section = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.relatedTarget instanceof Node && section.contains(event.relatedTarget)) return;
  prices.isOver = false;
  context.render();
};

/** @param {string[]} names @param {Say} say @param {Context} context */
function chosen(names, say, context) {
  const clear = () => {
    Object.assign(prices, { files: {}, leftOut: [], checked: null, sent: null, refused: null });
    context.render();
  };
  return html`<div class="chosen">
    <p class="small">${names.map((name) => html`<code class="file-name" dir="ltr">${name}</code> `)}</p>
    ${prices.leftOut.length ? html`<p class="small soft">${say("left_out", { names: prices.leftOut.join(", ") })}</p>` : nothing}
    <p class="small soft">${"clinic.toml" in prices.files ? nothing : say("others_stay")}</p>
    <div class="buttons"><button type="button" class="quiet" @click=${() => void checkFiles(context)}>${say("check_again")}</button>
    <button type="button" class="quiet" @click=${clear}>${say("let_go")}</button></div>
  </div>`;
}
