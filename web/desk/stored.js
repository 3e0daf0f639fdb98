// What the desk keeps in the browser: in this tab for the session, or for longer.

/**
 * @param {Storage} storage
 * @param {string} name
 * @param {unknown} value
 */
export function write(storage, name, value) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage may be full or switched off: the desk works without it.
  }
}

/**
 * @param {Storage} storage
 * @param {string} name
 * @returns {any}
 */
export function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}
