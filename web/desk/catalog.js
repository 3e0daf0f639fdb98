// What can be asked for here: the catalog of one clinic. Where a server serves several, this browser stays with one.

import { askServer } from "./server.js";
import { changed, state } from "./state.js";

const RETRY_CATALOG_MS = 1500;
const CLINIC = "mesoquote.clinic";

/** Fetches it, in the desk's language; again and again while nobody answers. */
export async function fetchCatalog() {
  const clinic = state.clinic ? `&clinic=${encodeURIComponent(state.clinic)}` : "";
  const answer = await askServer(`/v1/catalog?language=${state.language}${clinic}`);
  if ("ok" in answer) state.catalog = answer.ok;
  else if ("down" in answer) setTimeout(() => void fetchCatalog().then(changed), RETRY_CATALOG_MS);
}

/** Fetches which clinics there are, now that there are several, and stays with the one whose catalog is here. */
export async function fetchClinics() {
  const answer = await askServer("/v1/clinics");
  if (!("ok" in answer)) return;
  state.clinics = answer.ok.clinics;
  chooseClinic(state.catalog?.clinic);
  changed();
}

/** Where there are several, takes the clinic that this browser was with before, else the first. */
export function chooseClinic(before = localStorage.getItem(CLINIC) ?? "") {
  const codes = state.clinics.map((clinic) => clinic.clinic);
  state.clinic = codes.includes(before) ? before : (codes[0] ?? "");
}

/** Goes over to another clinic. @param {string} clinic */
export async function setClinic(clinic) {
  state.clinic = clinic;
  localStorage.setItem(CLINIC, clinic);
  await fetchCatalog();
}
