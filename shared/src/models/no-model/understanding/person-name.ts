import { type Found, wholeWords } from '../../../text/word-pattern.ts';

const CAPITAL = String.raw`\p{Lu}\p{Ll}+(?:[-'’]\p{Lu}?\p{Ll}+)?`;
const FULL = `${CAPITAL}(?: ${CAPITAL}){0,2}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
/** Behind a name that is told by the way: the end, a mark, or the company. */
const CLOSED = String.raw`(?=\s*(?:$|[,.!;:\n)—–-]|из\s|от\s|с\s|и\s|here|from|and|again))`;

type NameForm = { readonly form: RegExp; readonly confidence: number };

/** Ways to give a name, from the surest. In the first of each language small letters will do. */
const nameForms: readonly NameForm[] = [
  { form: new RegExp(`${EDGE}(?:[Мм]еня\\s+)?[Зз]овут(?:\\s+меня)?[\\s:—–-]+(?<name>${FULL})`, 'u'), confidence: 0.95 },
  {
    form: new RegExp(`${EDGE}[Мм]еня\\s+зовут[\\s:—–-]+(?<name>\\p{Ll}{2,20})(?![\\p{L}\\p{N}])`, 'u'),
    confidence: 0.85,
  },
  {
    form: new RegExp(`${EDGE}(?:[Мм]о[её]\\s+имя|[Ии]мя)(?:\\s*[:—–-]\\s*|\\s+)(?<name>${FULL})`, 'u'),
    confidence: 0.95,
  },
  {
    form: new RegExp(`${EDGE}(?:[Mm]y\\s+name(?:\\s+is|['’]s)|[Nn]ame\\s*:)\\s*(?<name>${FULL})`, 'u'),
    confidence: 0.95,
  },
  {
    form: new RegExp(`${EDGE}[Mm]y\\s+name(?:\\s+is|['’]s)\\s+(?<name>\\p{Ll}{2,20})(?![\\p{L}\\p{N}])`, 'u'),
    confidence: 0.85,
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Сс] уважением|[Bb]est regards|[Kk]ind regards|[Rr]egards|[Ss]incerely),?\\s+(?<name>${FULL})`,
      'u',
    ),
    confidence: 0.85,
  },
  { form: new RegExp(`${EDGE}(?:[Нн]а\\s+связи|[Вв]ас\\s+беспокоит)\\s+(?<name>${FULL})`, 'u'), confidence: 0.85 },
  {
    form: new RegExp(
      `(?:^|[.!,;\\n—–-]\\s*|(?<=день|вечер|утро|[Пп]ривет|[Зз]дравствуйте)\\s+)(?:[Ээ]то|[Яя])[\\s—–-]+(?<name>${FULL})${CLOSED}`,
      'u',
    ),
    confidence: 0.85,
  },
  {
    form: new RegExp(
      `(?:^|[.!,;\\n—–-]\\s*|(?<=[Hh]i|[Hh]ello|[Hh]ey|there)\\s+)(?:[Ii](?:['’]m| am)|[Tt]his is)\\s+(?<name>${FULL})${CLOSED}`,
      'u',
    ),
    confidence: 0.85,
  },
];

/** Words that stand where a name might, and are none. */
const NOT_A_NAME = wholeWords(
  'как|вас|тебя|так|не|по|что|вы|ваш|вот|тоже|уже|очень|просто|директор|владелец|менеджер|клиент|компания|фирма|ооо|ип|москва|telegram|whatsapp|спасибо|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|interested|looking|sorry|happy|not|from|just|good|fine|ok|okay|the|urgent|great|wrong|true|possible|monday|tuesday|wednesday|thursday|friday|saturday|sunday|your|what|is|ceo|cto|cfo',
);

/** The name a person introduces themselves by. A name asked about ("Это Пётр?") is not told. */
export const findPersonName = (text: string): (Found<string> & { readonly confidence: number }) | undefined => {
  for (const { form, confidence } of nameForms) {
    const match = form.exec(text);
    const name = match?.groups?.name;
    if (!match || !name || NOT_A_NAME.test(name)) continue;
    const end = match.index + match[0].length;
    if (/^\s*\?/u.test(text.slice(end))) continue;
    const value = /^\p{Ll}/u.test(name) ? name.slice(0, 1).toUpperCase() + name.slice(1) : name;
    return { value, start: end - name.length, end, confidence };
  }
  return undefined;
};

const BARE = new RegExp(`^[\\s,.;:—–-]*(?<name>${FULL})[\\s,.;:!—–-]*$`, 'u');
const NO_BARE_NAME = wholeWords(
  'телефон|номер|тел|моб|мобильный|почта|адрес|звоните|позвоните|перезвоните|напишите|пишите|жду|мой|моя|мо[её]|вот|заказ|да|нет|добрый|здравствуйте|привет|phone|number|tel|mobile|cell|call|email|mail|text|my|here|hello|hi|hey|please|thanks|yes|no',
);

/** "Анна, 8 916 ...": all that stands on one side of a phone number or an address is a name. */
export const findBareName = (text: string, contact: Found<string> | undefined): ReturnType<typeof findPersonName> => {
  if (!contact) return undefined;
  for (const [from, to] of [
    [0, contact.start],
    [contact.end, text.length],
  ] as const) {
    const side = text.slice(from, to);
    const name = BARE.exec(side)?.groups?.name;
    if (!name || NOT_A_NAME.test(name) || NO_BARE_NAME.test(name)) continue;
    const start = from + side.indexOf(name);
    return { value: name, start, end: start + name.length, confidence: 0.75 };
  }
  return undefined;
};
