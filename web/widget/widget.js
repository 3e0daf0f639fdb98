// What a site embeds. It names the script of today, which may be kept for ever; it is asked for anew every few minutes.
import "./assets/ASSETS_VERSION/widget/element.js";
