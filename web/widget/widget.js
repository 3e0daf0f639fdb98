// What a site embeds. It names the files of today, which may be kept for ever; it is asked for anew every few minutes.
import "./assets/ASSETS_VERSION/vendor/lit-html/lit-html.js";
import "./assets/ASSETS_VERSION/widget/element.js";
