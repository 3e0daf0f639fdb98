// The types of web/vendor/lit-html/lit-html.js, of the same version from npm.
export * from "lit-html";
