// Moments as people of a language write them, in the digits that amounts have.

/** @import { Say } from "../shared/words.js" */

/** @param {Say} say @param {Intl.DateTimeFormatOptions} style */
const format = (say, style) => new Intl.DateTimeFormat(`${say.has("locale") ? say("locale") : say.language}-u-nu-latn`, style);

/** "25 Nov 2026, 06:59". @param {string} at @param {Say} say */
export const moment = (at, say) => format(say, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

/** The hour of today, the day of another. @param {string} at @param {Say} say */
export const shortly = (at, say) => {
  const then = new Date(at);
  const isToday = then.toDateString() === new Date().toDateString();
  return format(say, isToday ? { timeStyle: "short" } : { day: "numeric", month: "short" }).format(then);
};
