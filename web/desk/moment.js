// Moments as people of a language write them, in the digits that amounts have, by the clocks of the clinic.

/** @import { Say } from "../shared/words.js" */

/** Those that were made: a list writes many moments, and to make one takes longer than to write all. @type {Map<string, Intl.DateTimeFormat>} */
const made = new Map();

/** @param {string} locale @param {Intl.DateTimeFormatOptions} style */
function formatter(locale, style) {
  const name = locale + JSON.stringify(style);
  const known = made.get(name) ?? new Intl.DateTimeFormat(locale, style);
  made.set(name, known);
  return known;
}

/** @param {Say} say @param {Intl.DateTimeFormatOptions} style @param {string | undefined} timeZone */
const format = (say, style, timeZone) => formatter(`${say.has("locale") ? say("locale") : say.language}-u-nu-latn`, { ...style, timeZone });

/** "25 Nov 2026, 06:59". @param {string} at @param {Say} say @param {string | undefined} timeZone */
export const moment = (at, say, timeZone) => format(say, { dateStyle: "medium", timeStyle: "short" }, timeZone).format(new Date(at));

/** The hour of today, the day of another. @param {string} at @param {Say} say @param {string | undefined} timeZone */
export const shortly = (at, say, timeZone) => {
  const isToday = day(at, timeZone) === day(Date.now(), timeZone);
  return format(say, isToday ? { timeStyle: "short" } : { day: "numeric", month: "short" }, timeZone).format(new Date(at));
};

/** The hour. @param {string} at @param {Say} say @param {string | undefined} timeZone */
export const hour = (at, say, timeZone) => format(say, { timeStyle: "short" }, timeZone).format(new Date(at));

/** `2026-11-25`. @param {string | number} at @param {string | undefined} timeZone */
const day = (at, timeZone) => formatter("sv", { dateStyle: "short", timeZone }).format(new Date(at));

/** The same, some days from today. @param {number} from @param {string | undefined} timeZone */
export const dayFromNow = (from, timeZone) => {
  const then = new Date(`${day(Date.now(), timeZone)}T00:00Z`);
  then.setUTCDate(then.getUTCDate() + from);
  return then.toISOString().slice(0, 10);
};
