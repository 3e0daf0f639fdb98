// Changes to the line in the box, by themselves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { added, replaced, stepped, withWord, without, withoutItem, withoutPromo } from "../../../web/desk/line.js";

/** The parts of a line written as `word:kind:item`, in order. @param {string} text @param {string[]} words */
function parts(text, ...words) {
  let from = 0;
  return words.map((word) => {
    const [written = "", kind, item] = word.split(":");
    const at = [...text.slice(0, text.indexOf(written, from))].length;
    from = text.indexOf(written, from) + written.length;
    return /** @type {any} */ ({ from: at, to: at + [...written].length, kind, item: item === undefined ? null : Number(item), code: null, name: null, corrected: null });
  });
}

test("a word takes the place of the one that stood for the same", () => {
  const text = "fat belly 10 + thighs 12";
  const all = parts(text, "fat:treatment:0", "belly:area:0", "10:sessions:0", "thighs:area:1", "12:sessions:1");
  assert.equal(withWord(text, all, 0, "area", "upper arms"), "fat upper arms 10 + thighs 12");
  assert.equal(withWord(text, all, 1, "sessions", "6"), "fat belly 10 + thighs 6");
  assert.equal(withWord(text, all, 1, "treatment", "lipo"), "fat belly 10 + lipo thighs 12");
  assert.equal(withoutItem(text, all, 0), "thighs 12");
  assert.equal(withoutItem(text, all, 1), "fat belly 10");
});

test("what was not said is added to its item", () => {
  const all = parts("belly + 🙂 hair", "belly:area:0", "hair:treatment_and_area:1");
  assert.equal(withWord("belly + 🙂 hair", all, 0, "sessions", "10+"), "belly 10+ + 🙂 hair");
  assert.equal(withWord("belly + 🙂 hair", all, 1, "sessions", "6"), "belly + 🙂 hair 6");
  assert.equal(withWord("بطن", parts("بطن", "بطن:area:0"), 0, "sessions", "10"), "بطن 10");
});

test("what is left out takes its separator along, and an open end stays", () => {
  const text = "belly 10+, numbing, thighs 12 promo SPRING";
  const all = parts(text, "belly:area:0", "10+:sessions:0", "numbing:extra", "thighs:area:1", "12:sessions:1", "SPRING:promo_code");
  assert.equal(without(text, [all[2]]), "belly 10+, thighs 12 promo SPRING");
  assert.equal(withoutPromo(text, all[5]), "belly 10+, numbing, thighs 12");
  assert.equal(withoutItem(text, all, 1).startsWith("belly 10+, numbing"), true);
  assert.equal(without("belly 10+ numbing", [parts("belly 10+ numbing", "numbing:extra")[0]]), "belly 10+");
  assert.equal(replaced("bely 10", { from: 0, to: 4 }, "belly"), "belly 10");
  assert.equal(added("", "belly", " "), "belly");
});

test("sessions step among those that are sold", () => {
  assert.equal(stepped("10", 1, [9, 10, 12], 10), "12");
  assert.equal(stepped("10+", -1, [9, 10, 12], 10), "9+");
  assert.equal(stepped(null, 1, [9, 10, 12], 10), "10");
  assert.equal(stepped("12", 1, [9, 10, 12], 10), "12");
});
