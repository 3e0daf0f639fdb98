// What the page brought along, so that nothing is asked before the first key: who sits here, which clinics there are, and
// the catalog where there is one.

import { state } from "./state.js";

/** Takes it. The language is the one that the page came in: the server knows what was chosen here, or the browser likes. */
export function takeBrought() {
  const { session, clinics, catalog } = JSON.parse(document.getElementById("brought")?.textContent ?? "{}");
  state.language = document.documentElement.lang;
  Object.assign(state, { session, catalog, clinics: clinics.length > 1 ? clinics : [] });
}
