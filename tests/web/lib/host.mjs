// A site of somebody else, on an origin of its own: its pages, and the scripts that they are made with.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export class Host {
  /** Its pages by their paths. @type {Record<string, string>} */
  pages = {};
  origin = "";
  #server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    const script = path === "/react.js" ? react() : path === "/vue.js" ? vue() : undefined;
    const body = script ?? this.pages[path];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": script === undefined ? "text/html; charset=utf-8" : "text/javascript; charset=utf-8" });
    response.end(body);
  });

  static async start() {
    const host = new Host();
    await new Promise((ready) => host.#server.listen(0, "127.0.0.1", () => ready(undefined)));
    const address = host.#server.address();
    if (address === null || typeof address === "string") throw new Error("it listens nowhere");
    host.origin = `http://127.0.0.1:${address.port}`;
    return host;
  }

  async end() {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

const vue = () => readFileSync(require.resolve("vue/dist/vue.esm-browser.js"), "utf8");

/** React as a module: its files are written for Node.js. */
const react = () => {
  const files = {
    react: "react/cjs/react.development.js", scheduler: "scheduler/cjs/scheduler.development.js",
    "react-dom": "react-dom/cjs/react-dom.development.js", "react-dom/client": "react-dom/cjs/react-dom-client.development.js",
  };
  const modules = Object.entries(files).map(([name, file]) => {
    // Which files a package lets others name is no matter here.
    const at = `${require.resolve(`${file.split("/")[0]}/package.json`).slice(0, -"package.json".length)}${file.slice(file.indexOf("/") + 1)}`;
    return `${JSON.stringify(name)}: (module, exports, require) => {\n${readFileSync(at, "utf8")}\n}`;
  });
  return `const process = { env: { NODE_ENV: "development" } };
    const made = {};
    const modules = { ${modules.join(",\n")} };
    const require = (name) => {
      if (!made[name]) { const module = made[name] = { exports: {} }; modules[name](module, module.exports, require); }
      return made[name].exports;
    };
    export const React = require("react");
    export const { flushSync } = require("react-dom");
    export const { createRoot } = require("react-dom/client");`;
};
