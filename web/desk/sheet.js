// Styles of a screen, fetched with it.

/** Waits until a style sheet is there. It never waits in vain: one that can't be had leaves the screen plain.
 * @param {URL} url @returns {Promise<void>} */
export const sheet = (url) =>
  new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url.href;
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => resolve());
    document.head.append(link);
  });
