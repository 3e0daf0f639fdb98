// What the page starts with: it is small, so that the box takes keys at once. What was typed meanwhile stays in the box,
// and the rest takes over from there.

/** @type {Promise<typeof import("./app.js")> | null} */
let rest = null;

/** Fetches the rest, once. */
function start() {
  rest ??= import("./app.js");
  void rest.then(({ takeOver }) => takeOver());
}

const first = ["keydown", "pointerdown", "input"];

function started() {
  for (const event of first) removeEventListener(event, started, true);
  start();
}

for (const event of first) addEventListener(event, started, { capture: true, once: true });

// Nobody has to press anything for the rest to come: it follows when the page is up and quiet.
const whenQuiet = window.requestIdleCallback ?? ((/** @type {() => void} */ then) => setTimeout(then, 200));
addEventListener("load", () => whenQuiet(started), { once: true });
