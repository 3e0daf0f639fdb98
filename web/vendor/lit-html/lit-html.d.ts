// The types of lit-html.js, of the same version from npm: see tests/web.
export * from "lit-html";
