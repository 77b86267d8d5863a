import type { Found } from '../text/word-pattern.ts';

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}@])/gu;

/** Ways to avoid the signs: "jo (at) mail [dot] org", «вера собака почта точка ру». */
const AT = String.raw`\s?[([{]\s?(?:at|собака|@)\s?[)\]}]\s?|\s(?:at|собака|собачка|эт)\s`;
const DOT = String.raw`\s?[([{]\s?(?:dot|точка|\.)\s?[)\]}]\s?|\s(?:dot|точка)\s|\.`;
const SPOKEN_DOT = /[([{]\s?(?:dot|точка)|\s(?:dot|точка)\s/iu;
const SURE_AT = /[([{]|собак|собач|@/iu;
const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{N}_-]{0,40}`;
const SPELLED = new RegExp(
  String.raw`(?<![\p{L}\p{N}._%+@-])(?<local>[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,40}(?:\s(?:dot|точка|underscore|подч[её]ркивание|нижнее подч[её]ркивание|дефис|тире|dash|hyphen)\s[\p{L}\p{N}_-]{1,40}){0,2})(?<at>@|${AT})(?<domain>${LABEL}(?:(?:${DOT})${LABEL}){1,3})(?![\p{L}\p{N}@])`,
  'giu',
);

/** Names of services and endings as they are dictated in Russian. */
const dictated: Readonly<Record<string, string>> = {
  мейл: 'mail',
  мэйл: 'mail',
  маил: 'mail',
  майл: 'mail',
  яндекс: 'yandex',
  гмейл: 'gmail',
  гмаил: 'gmail',
  джимейл: 'gmail',
  рамблер: 'rambler',
  ру: 'ru',
  ком: 'com',
  нет: 'net',
  орг: 'org',
};

/** Finds the e-mail addresses in a text, in lower case, those that are written out as "name at host dot com" included. */
export const findEmails = (text: string): readonly Found<string>[] => {
  const written = [...text.matchAll(EMAIL)].map(({ 0: value, index }) => found(value, index, value.length));
  const spelled = findSpelled(text);
  const all = [
    ...written,
    ...spelled.filter((one) => written.every((other) => one.end <= other.start || other.end <= one.start)),
  ];
  return all.filter(({ value }) => value.length <= 254 && !value.includes('..')).toSorted((a, b) => a.start - b.start);
};

/** Finds addresses that avoid the signs. In "reach me at jo (at) mail.com" the first "at" belongs to no address. */
const findSpelled = (text: string): readonly Found<string>[] => {
  const all: Found<string>[] = [];
  SPELLED.lastIndex = 0;
  for (let match = SPELLED.exec(text); match; match = SPELLED.exec(text)) {
    const address = addressIn(match);
    if (address) all.push(address);
    else SPELLED.lastIndex = match.index + (match.groups?.local ?? '').length;
  }
  return all;
};

const addressIn = (match: RegExpExecArray): Found<string> | undefined => {
  const { local = '', at = '', domain = '' } = match.groups ?? {};
  if (!SURE_AT.test(at) && !SPOKEN_DOT.test(domain)) return undefined;
  const host = domain
    .replace(/\s?[([{]\s?(?:dot|точка|\.)\s?[)\]}]\s?|\s(?:dot|точка)\s/giu, '.')
    .split('.')
    .map((label) => dictated[label.toLowerCase()] ?? label)
    .join('.');
  const name = local
    .replace(/\s(?:dot|точка)\s/giu, '.')
    .replace(/\s(?:underscore|(?:нижнее )?подч[её]ркивание)\s/giu, '_')
    .replace(/\s(?:дефис|тире|dash|hyphen)\s/giu, '-');
  const address = `${name}@${host}`;
  if (!SURE_AT.test(at) && [name, ...host.split('.')].some((label) => SMALL_WORD.test(label))) return undefined;
  return isAddress(address) ? found(address, match.index, match[0].length) : undefined;
};

/** "Meet you at the dot on the map" is no address. */
const SMALL_WORD = /^(?:the|an?|my|your|our|you|me|us|it|i|on|in|to|of|and|at|is|that|this|there|here|в|на|и|эт)$/iu;

const found = (value: string, start: number, length: number): Found<string> => ({
  value: value.toLowerCase(),
  start,
  end: start + length,
});

const isAddress = (value: string): boolean => [...value.matchAll(EMAIL)].some(([address]) => address === value);

/** Returns the address in lower case if the whole text is one, written with its signs. */
export const readEmail = (text: string): string | undefined => {
  const written = text.trim();
  return isAddress(written) ? findEmails(written)[0]?.value : undefined;
};
