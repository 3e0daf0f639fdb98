// What a page says. A language is a file of words for each folder; one that is missing is said in English.

import { speaker } from "./speaker.js";

/**
 * @typedef {import("./speaker.js").Say} Say
 * @typedef {import("./speaker.js").Said} Said
 */

const OWN = new URL("../words/", import.meta.url);

/**
 * @param {string} language
 * @param {...URL} folders of more words than those that everybody shares
 * @returns {Promise<Say>}
 */
export const words = async (language, ...folders) => {
  const read = (/** @type {URL} */ folder) =>
    import(`${folder}${language}.js`).catch(() => {
      language = "en";
      return import(`${folder}en.js`);
    });
  const files = await Promise.all([OWN, ...folders].map(read));
  return speaker(language, Object.assign({}, ...files.map((file) => file.default)));
};
