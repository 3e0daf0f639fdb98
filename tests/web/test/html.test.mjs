// The widget's own hand draws what lit-html draws: the templates that it shows are written for the one and the other.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newPage } from "../lib/page.mjs";
import { browser, server } from "../lib/shared.mjs";

/** Draws by both hands, and tells what is seen after each step. @param {string} version @param {((hand: any) => unknown)[]} makers */
const drawn = async (version, makers) => {
  const draw = async (/** @type {string} */ file) => {
    const { html, svg, nothing, render } = await import(`/assets/${version}/${file}`);
    const place = document.createElement("div");
    /** @type {unknown[]} */
    const told = [];
    const seen = [];
    let before;
    for (let step = 0; step < 5; step += 1) {
      for (const make of makers) {
        render(make({ html, svg, nothing, step, told }), place);
        const first = place.firstElementChild;
        /** @type {HTMLElement | null} */ (place.querySelector("button"))?.click();
        const all = [.../** @type {NodeListOf<any>} */ (place.querySelectorAll("*"))];
        seen.push([place.innerHTML.replace(/<!--.*?-->/g, ""), first === before, all.map((one) => [one.namespaceURI, one.value, one.selected, one.tabIndex]), [...told]]);
        before = first;
      }
    }
    return seen;
  };
  return [await draw("widget/html.js"), await draw("vendor/lit-html/lit-html.js")];
};

/** What is drawn one after the other in one place: JavaScript that makes something of it, for each of five steps. */
const DRAWN = {
  "texts": ["html`<p>a ${1} b ${'c'}</p>${'<i>'}`", "html`<p>a ${2} b ${''}</p>${null}`", "'bare'", "nothing", "0"],
  "what was left alone": ["html`<p>${step} <b>${'same'}</b></p>`", "html`<p>${step} <b>${'same'}</b></p>`"],
  "templates in each other": ["html`<div>${step ? html`<i>${step}</i>` : html`<b>${html`<u>x</u>`}</b>`}</div>${nothing}`"],
  "lists": ["html`<ul>${Array.from({ length: [3, 0, 5, 2, 2][step] }, (_, at) => html`<li>${at + step}</li>`)}</ul>end`"],
  "lists in lists": ["html`${[[1, 2], step, nothing, [html`<b>${step}</b>`, [step]]].slice(step % 3)}`"],
  "a list, then none": ["html`<p>${[1, 2]}</p>`", "html`<p>${step % 2 ? [3] : 'text'}</p>`", "html`<p>${step % 2 ? nothing : [html`<i></i>`]}</p>`"],
  "attributes": ["html`<a href=${'/' + step} class='x ${step} y' data-a=\"${step}${step}-\" title=${step % 2 ? nothing : 'é\"<>'} aria-busy=${step > 1}>${step}</a>`"],
  "attributes between others": ["html`<input type=\"text\" value=${step} disabled id='a${step}' required><p class=plain data-x=${step}\n  lang=\"en\">x ${step}</p>`"],
  "without a value": ["html`<input ?disabled=${step % 2} ?hidden=${step % 2 ? nothing : true} title=${undefined}>`"],
  "properties": ["html`<select .value=${'b'}><option value=\"a\">a</option><option value=\"b\" .selected=${step % 2 === 0}>b</option></select><input .value=${`${step}`} .tabIndex=${step}>`"],
  "events": ["html`<p @click=${step % 2 ? nothing : () => told.push('p')}><button type=\"button\" @click=${(event) => told.push(step, event.type)}>${step}</button></p>`"],
  "pictures": ["html`<svg viewBox=\"0 0 ${step} 8\" width=${step}><title>${step}</title>${[1, 2].map((x) => svg`<g class=${x}><rect x=${x} width=${step}></rect></g>`)}${step % 2 ? nothing : svg`<text x=\"1\">${step}</text><line x1=${step}></line>`}</svg>`"],
  "tables": ["html`<table><tbody>${[1, 2].map((row) => html`<tr>${[step, row].map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`"],
  "data that looks like a template": ["html`<p>${JSON.stringify({ strings: ['<b>'], values: [] })}</p>`"],
};

test("it draws what lit-html draws, step by step", async (test) => {
  const { page, complaints } = await newPage(browser, server.origin, {});
  test.after(() => page.context().close());
  await page.goto(`${server.origin}/desk`);
  const version = /assets\/([0-9a-f]+)/.exec(await page.content())?.[1];
  for (const [name, sources] of Object.entries(DRAWN)) {
    const [own, theirs] = /** @type {unknown[]} */ (await page.evaluate(`(${drawn})("${version}", [${sources.map((source) => `({ html, svg, nothing, step, told }) => ${source}`)}])`));
    assert.deepEqual(own, theirs, name);
  }
  assert.deepEqual(complaints, []);
});
