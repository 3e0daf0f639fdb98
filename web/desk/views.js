// The screens beside the quoting one. Each is fetched when it is first opened.

/**
 * What a screen may use. All texts it shows come from its own words; all figures come from the API.
 * @typedef {object} Context
 * @property {string} language The desk's language: `en`, `ar`.
 * @property {string} clinic The clinic's code where the server serves several; else empty.
 * @property {import("api").Catalog | null} catalog What can be asked for, in the desk's language.
 * @property {string | null} kept The reference of the quote that was just saved.
 * @property {string} sought What is to be looked for; else empty.
 * @property {() => void} render Shows the screen anew: called after whatever it shows has changed.
 * @property {(view: string | null) => void} go Opens another screen; `null` goes back to quoting.
 * @property {(text: string) => void} say Tells a screen reader.
 * @property {(text: string) => void} quote Goes back to quoting with this line in the box.
 * @property {(text: string, reference: string) => void} revise The same; what is saved then takes the place of a quote.
 */

/**
 * A screen. `view` gives what stands in the main part; `enter` is called when it opens and `leave` when it closes.
 * `key` is called with keys that no input took; it tells whether it used one.
 * @typedef {object} Screen
 * @property {(context: Context) => unknown} view
 * @property {(context: Context) => void | Promise<void>} [enter]
 * @property {(context: Context) => void} [leave]
 * @property {(event: KeyboardEvent, context: Context) => boolean} [key]
 */

/**
 * @typedef {object} View
 * @property {string} name
 * @property {string} key The key that opens it.
 * @property {{ en: string, ar: string }} title
 * @property {() => Promise<Screen>} load
 */

/** @type {View[]} */
export const views = [
  {
    name: "saved",
    key: "F8",
    title: { en: "Saved quotes", ar: "العروض المحفوظة" },
    load: () => import("./saved.js"),
  },
  {
    name: "prices",
    key: "F9",
    title: { en: "Prices", ar: "الأسعار" },
    load: () => import("./prices.js"),
  },
];
