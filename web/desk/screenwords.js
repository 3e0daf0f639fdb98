// The words of a screen: fetched when it is first shown, and again once the desk speaks another language.

import { words } from "../shared/words.js";

/** @typedef {import("../shared/words.js").Say} Say */

/** @param {URL} folder */
export function screenWords(folder) {
  /** The language that was asked for; one without words of its own is said in English. */
  let language = "";
  /** @type {Say | null} */
  let say = null;
  /** Ends when they are there. @type {Promise<void>} */
  let speaking = Promise.resolve();
  return {
    /** Fetches them where that was not done. @param {import("./views.js").Context} context */
    speak(context) {
      if (language === context.language) return speaking;
      language = context.language;
      speaking = words(language, folder).then((fetched) => {
        say = fetched;
        context.render();
      });
      return speaking;
    },
    /** What says them; nothing as long as none are there. */
    get say() {
      return say;
    },
  };
}
