// What is chosen, held to what there is to choose from.

/**
 * @import { Catalog } from "api"
 * @typedef {object} Item
 * @property {string} treatment
 * @property {string} area
 * @property {number | string | null} sessions null is the usual course
 * @typedef {{ treatment?: string | null, area?: string | null, sessions?: string | null, treatments?: string[] | undefined,
 *   areas?: string[] | undefined }} Wanted
 */

/** The catalog without what the page does not show. @param {Catalog} catalog @param {Wanted} wanted @returns {Catalog} */
export const offered = (catalog, { treatments, areas }) => ({
  ...catalog,
  treatments: catalog.treatments
    .filter(({ treatment }) => !treatments || treatments.includes(treatment))
    .map((treatment) => ({
      ...treatment,
      areas: treatment.areas.filter(({ area, sessions }) => sessions.length && (!areas || areas.includes(area))),
    }))
    .filter((treatment) => treatment.areas.length),
});

/** @param {Catalog} catalog @param {string} code */
export const treatmentOf = (catalog, code) => catalog.treatments.find(({ treatment }) => treatment === code);

/** @param {Catalog} catalog @param {Item} item */
export const offerOf = (catalog, item) =>
  treatmentOf(catalog, item.treatment)?.areas.find(({ area }) => area === item.area);

/** The extras that may be chosen with any of the items. @param {Catalog} catalog @param {Item[]} items */
export const extrasOf = (catalog, items) =>
  catalog.extras.filter(({ extra }) => items.some((item) => offerOf(catalog, item)?.extras.includes(extra)));

/** What was chosen before, or what the page wants first. @param {Catalog} catalog @param {Wanted} wanted @param {Item[]} before */
export const chosen = (catalog, { treatment, area, sessions }, before) => {
  if (before.length) return before;
  const count = sessions?.trim() || null;
  const first = treatment || catalog.treatments.find((one) => !area || one.areas.some((offer) => offer.area === area))?.treatment;
  return [{ treatment: first ?? "", area: area ?? "", sessions: count && /^\d+$/.test(count) ? Number(count) : count }];
};

/**
 * The items as far as they are offered: each treatment on each area once, on an area where it can be had, in a number
 * that is sold.
 * @param {Catalog} catalog
 * @param {Item[]} items
 */
export const merge = (catalog, items) => {
  /** @type {Item[]} */
  const kept = [];
  for (const item of items) {
    const treatment = treatmentOf(catalog, item.treatment) ?? catalog.treatments[0];
    const free = treatment?.areas.filter((offer) => !isTaken(kept, treatment.treatment, offer.area));
    const offer = free?.find(({ area }) => area === item.area) ?? free?.[0];
    if (!treatment || !offer) continue;
    const { sessions } = item;
    const sold = typeof sessions !== "number" || offer.sessions.includes(sessions);
    kept.push({ treatment: treatment.treatment, area: offer.area, sessions: sold ? sessions : null });
  }
  return kept;
};

/** @param {Item[]} items @param {string} treatment @param {string} area */
export const isTaken = (items, treatment, area) => items.some((item) => item.treatment === treatment && item.area === area);

/** One item more: the same on another area, or else what is still free. @param {Catalog} catalog @param {Item[]} items */
export const withAnother = (catalog, items) => {
  const last = items[items.length - 1];
  const order = [treatmentOf(catalog, last?.treatment ?? ""), ...catalog.treatments];
  for (const treatment of order) {
    const offer = treatment?.areas.find(({ area }) => !isTaken(items, treatment.treatment, area));
    if (treatment && offer) {
      const sessions = last?.treatment === treatment.treatment ? last.sessions : null;
      return [...items, { treatment: treatment.treatment, area: offer.area, sessions }];
    }
  }
  return items;
};

/** How its price is asked for: one item by an address that can be cached. @param {Catalog} catalog @param {Item[]} items @param {string[]} extras */
export const request = ({ clinic, language }, items, extras) => {
  const include = ["ladder", "comparison", "facts"];
  const listed = items.map(({ sessions, ...item }) => (sessions === null ? item : { ...item, sessions }));
  const asked = { clinic, language, items: listed, ...(extras.length && { extras }) };
  if (listed.length !== 1) return { asked, path: "v1/estimates", body: { ...asked, include } };
  const { items: [first], ...rest } = asked;
  const query = new URLSearchParams(/** @type {any} */ ({ ...rest, ...first, include }));
  return { asked, path: `v1/estimates?${query}` };
};
