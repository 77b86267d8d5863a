/** Letters of other alphabets that look like Latin ones, aligned with the Latin letters below them. */
const CYRILLIC = 'АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝӏ';
const OF_CYRILLIC = 'ABESIJKMHOPCTYXaesijopcyxhdqwl';
const GREEK = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ';
const OF_GREEK = 'ABEZHIKMNOPTYXaikvoptux';
/** Small capitals and phonetic letters, which Unicode compatibility normalization does not change. */
const PHONETIC = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑıɡ';
const OF_PHONETIC = 'abcdefghijklmnoprstuvwyzaig';

const pairs = (from: string, to: string): readonly (readonly [string, string])[] =>
  [...from].map((letter, at) => [letter, [...to][at] ?? letter]);

const toLatin = new Map([...pairs(CYRILLIC, OF_CYRILLIC), ...pairs(GREEK, OF_GREEK)]);
const toCyrillic = new Map([
  ...pairs(OF_CYRILLIC, CYRILLIC),
  ...pairs('kmtnru', 'кмтпги'),
  ...[...pairs(GREEK, OF_GREEK)].flatMap(([greek, latin]) =>
    pairs(OF_CYRILLIC, CYRILLIC).flatMap(([one, letter]) => (one === latin ? [[greek, letter] as const] : [])),
  ),
]);
const phonetic = new Map(pairs(PHONETIC, OF_PHONETIC));

const WORD = /[\p{L}]+/gu;
const PHONETIC_LETTERS = new RegExp(`[${PHONETIC}]`, 'gu');
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
const LATIN = /\p{Script=Latin}/u;
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/u;

/**
 * Converts each word that mixes alphabets to one of them: «cкидкa» with a Latin c and a, «studiо» with a Cyrillic о.
 */
export const inOneAlphabet = (text: string): string =>
  text.replace(PHONETIC_LETTERS, (letter) => phonetic.get(letter) ?? letter).replace(WORD, wordInOneAlphabet);

const wordInOneAlphabet = (word: string): string => {
  if (SCRIPTS.filter((script) => script.test(word)).length < 2) return word;
  const cyrillic = converted(word, toCyrillic, CYRILLIC_LETTER);
  const latin = converted(word, toLatin, LATIN);
  return cyrillic ?? latin ?? word;
};

/** Returns undefined when a letter has no lookalike in the target alphabet. */
const converted = (word: string, to: ReadonlyMap<string, string>, script: RegExp): string | undefined => {
  const letters = [...word].map((letter) => (script.test(letter) ? letter : to.get(letter)));
  return letters.includes(undefined) ? undefined : letters.join('');
};

const digits = new Map([
  ...[...'OoОоΟοQ'].map((letter) => [letter, '0'] as const),
  ...[...'lI|ІіӀ!'].map((letter) => [letter, '1'] as const),
  ...[...'ЗзƷʒ'].map((letter) => [letter, '3'] as const),
  ...[...'Чч'].map((letter) => [letter, '4'] as const),
  ...[...'Ss'].map((letter) => [letter, '5'] as const),
  ...[...'бG'].map((letter) => [letter, '6'] as const),
  ...[...'ВB'].map((letter) => [letter, '8'] as const),
]);

const LETTER = '[OoОоΟοQlI|ІіӀЗзƷʒЧчSsбGВB]';
/** Letters among digits, grouped as digits are, before or after a currency: `1OOO ₽`, `3О ООО руб`, `€l9`. */
const CURRENCY =
  '(?:[₽$€£]|[Рр][Уу][Бб]|[Рр](?!\\p{L})|RUB|rub|USD|usd|EUR|eur|GBP|gbp|[Дд]олл|[Ее]вро|[Dd]ollar|[Rr]o?uble|тыс)';
const BEFORE_CURRENCY = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\d|${LETTER}){1,9}(?:[ .,](?:\\d|${LETTER}){3}){0,3}(?=\\s?${CURRENCY})`,
  'gu',
);
const BEHIND_CURRENCY = new RegExp(`(?<=[₽$€£]\\s?)(?:\\d|${LETTER}){1,9}(?![\\p{L}\\p{N}])`, 'gu');
/** Letters within something that is long enough to be a phone or card number. */
const IN_LONG_NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}])\\+?\\d(?:[ ()-]{0,2}(?:\\d|${LETTER})){8,20}(?![\\p{L}\\p{N}])`,
  'gu',
);

/** Replaces letters that stand for digits with those digits. */
export const digitsForLetters = (text: string): string =>
  text
    .replace(BEFORE_CURRENCY, toDigits)
    .replace(BEHIND_CURRENCY, toDigits)
    .replace(IN_LONG_NUMBER, (found) =>
      countDigits(found) * 2 > found.replace(/[ ()+-]/g, '').length ? toDigits(found) : found,
    );

const toDigits = (found: string): string =>
  /^\S*\d/.test(found) ? [...found].map((letter) => digits.get(letter) ?? letter).join('') : found;

const countDigits = (text: string): number => text.replace(/\D/g, '').length;
