// Files of a folder that was chosen or dropped, as they are sent: text as text, other bytes as they are.

const WANTED = /^(clinic\.toml|[^/]+\.(csv|tsv|txt|xlsx|xls|ods))$/i;
/** More than this is not sent: the server takes no larger body. */
const BYTES_MAX = 10 * 1024 * 1024;

/** @typedef {{ path: string, file: File }} Found */

/**
 * The files of the one price list among those that were found, and the names of what is left out.
 * @param {Found[]} found
 * @param {string} clinic
 */
export async function read(found, clinic) {
  const folder = listFolder(found, clinic);
  /** @type {Record<string, string | { base64: string }>} */
  const files = {};
  const leftOut = [];
  let bytes = 0;
  for (const { path, file } of found) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (parent(path) !== folder || name.startsWith(".") || !WANTED.test(name)) {
      if (parent(path) === folder && !name.startsWith(".")) leftOut.push(name);
      continue;
    }
    bytes += file.size;
    if (bytes > BYTES_MAX) throw new Error("too_large");
    files[name] = content(new Uint8Array(await file.arrayBuffer()));
  }
  return { files, leftOut };
}

/** @param {string} path */
const parent = (path) => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

/** Of a folder of several price lists that of the clinic; else the first that has a list's files.
 * @param {Found[]} found @param {string} clinic */
function listFolder(found, clinic) {
  const folders = [...new Set(found.filter(({ path }) => /(^|\/)(clinic\.toml|[^/]+\.csv)$/i.test(path)).map(({ path }) => parent(path)))];
  folders.sort((one, other) => one.split("/").length - other.split("/").length);
  return folders.find((folder) => folder.endsWith(`/${clinic}`)) ?? folders[0] ?? "";
}

/** Text in UTF-8 byte by byte, a mark at its beginning included; other bytes in Base64. @param {Uint8Array} bytes */
function content(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return { base64: btoa(text) };
  }
}

/** Everything that was dropped, folders with what stands in them. @param {DataTransfer} dropped @returns {Promise<Found[]>} */
export async function droppedFiles(dropped) {
  // Entries are gone once the event is over: all are taken first.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null);
  if (entries.length === 0) return [...dropped.files].map((file) => ({ path: file.name, file }));
  return (await Promise.all(entries.map((entry) => walk(entry, "", 0)))).flat();
}

/** @param {FileSystemEntry} entry @param {string} within @param {number} depth @returns {Promise<Found[]>} */
async function walk(entry, within, depth) {
  const path = within ? `${within}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ path, file: /** @type {File} */ (file) }];
  }
  if (depth > 2) return [];
  const inside = await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry));
  return (await Promise.all(inside.map((one) => walk(one, path, depth + 1)))).flat();
}

/** A folder's entries, which a browser gives in parts. @param {FileSystemDirectoryEntry} folder @returns {Promise<FileSystemEntry[]>} */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  for (;;) {
    const some = await new Promise((/** @type {(some: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** What a file field holds. @param {FileList | null} files @returns {Found[]} */
export const chosenFiles = (files) => [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
