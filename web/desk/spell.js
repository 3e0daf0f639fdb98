// A reference as it is said over the telephone: in large groups, each symbol with its word.

/** @type {Record<string, string>} */
const ENGLISH = Object.fromEntries(
  (
    "0 Zero,1 One,2 Two,3 Three,4 Four,5 Five,6 Six,7 Seven,8 Eight,9 Nine,A Alfa,B Bravo,C Charlie,D Delta,E Echo,F Foxtrot,G Golf,H Hotel," +
    "J Juliett,K Kilo,M Mike,N November,P Papa,Q Quebec,R Romeo,S Sierra,T Tango,V Victor,W Whiskey,X X-ray,Y Yankee,Z Zulu"
  )
    .split(",")
    .map((pair) => pair.split(" ")),
);

/** @type {Record<string, string>} */
const ARABIC = Object.fromEntries(
  (
    "0 صفر,1 واحد,2 اثنان,3 ثلاثة,4 أربعة,5 خمسة,6 ستة,7 سبعة,8 ثمانية,9 تسعة,A ألفا,B برافو,C تشارلي,D دلتا,E إيكو,F فوكستروت,G غولف,H هوتيل," +
    "J جولييت,K كيلو,M مايك,N نوفمبر,P بابا,Q كيبك,R روميو,S سييرا,T تانغو,V فيكتور,W ويسكي,X إكس‌راي,Y يانكي,Z زولو"
  )
    .split(",")
    .map((pair) => pair.split(" ")),
);

/** @type {Record<string, Record<string, string>>} */
const WORDS = { en: ENGLISH, ar: ARABIC };

/** The groups of a reference: their symbols, each with its word.
 * @param {string} reference
 * @param {string} language
 * @returns {{ symbol: string, word: string }[][]}
 */
export function spelled(reference, language) {
  const words = WORDS[language] ?? ENGLISH;
  return reference.split("-").map((group) => [...group].map((symbol) => ({ symbol, word: words[symbol] ?? symbol })));
}
