// Who did something, as the server names them: a person by the name of the staff key, else by a word of its own.

/** @param {string} name @param {import("../shared/words.js").Say} say */
export const who = (name, say) => {
  const word = `by_${name.replaceAll(" ", "_")}`;
  return say.has(word) ? say(word) : name;
};
