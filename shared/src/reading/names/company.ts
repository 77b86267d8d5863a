import { sentencesOf } from '../../search/language/sentences.ts';
import type { Found } from '../../text/word-pattern.ts';
import { clauseBefore, ownerOf } from '../fact-owner.ts';
import {
  generalKinds,
  nominativeKind,
  organizationNouns,
  organizationWords,
  particularKinds,
} from './organization-kinds.ts';
import { isPlaceOrBrand } from './places.ts';
import { endName } from './proper-name.ts';

const QUOTED = String.raw`[«"“„'][^«»"“”„\n]{2,80}[»"”“']`;
/** A dot belongs to a word only if another character follows immediately: "Booking.com", but not "Acme. How much". */
const WORD = String.raw`[\p{Lu}\d](?:[\p{L}\p{N}&'’-]|\.(?=[\p{L}\p{N}])){0,40}`;
const PROPER = `${WORD}(?:[ ](?:& )?${WORD}){0,3}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;
const RU_FORM = 'ООО|ОАО|ПАО|ЗАО|АО|ИП|НКО|АНО|ТОО|ФГУП|МУП|ТСЖ|СНТ|ГБОУ|МБОУ|ГК|ЧОУ|КФХ|НПО|УК|ЖК';
const FIRST_NAMES = String.raw`\p{Lu}\p{L}{1,30}(?:\s\p{Lu}\p{L}{1,30})?`;

/** The pattern with the first letter of each alternative in either case. */
const inAnyCase = (kinds: string): string =>
  kinds.replace(/(?<=^|\|)\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);

type CompanyForm = {
  readonly form: RegExp;
  /** The pattern can match nothing but a company. */
  readonly isFirm?: true;
  /** The words before the name say that it is the writer's. */
  readonly isOwn?: true;
};

/** Patterns for companies, the most reliable first. The groups `kind` and `company` hold the kind and the name. */
const companyForms: readonly CompanyForm[] = [
  {
    form: new RegExp(
      `${EDGE}(?<sole>(?:[Ии][Пп]|[Ии]ндивидуальн\\p{L}{1,30}\\s{1,20}предпринимател\\p{L}{1,30})\\s{1,20})(?<company>\\p{L}{2,}(?:\\s\\p{Lu}\\.\\s?(?:\\p{Lu}\\.)?|(?:\\s\\p{Lu}\\p{Ll}{1,30}){0,2}))`,
      'gu',
    ),
    isFirm: true,
  },
  { form: new RegExp(`${EDGE}(?<company>(?:${RU_FORM})\\s{1,20}(?:${QUOTED}|${PROPER}))`, 'gu'), isFirm: true },
  {
    form: new RegExp(
      `${EDGE}(?<lower>ооо|оао|зао|ао|тсж|снт)\\s{1,20}(?<company>${QUOTED}|\\p{L}[\\p{L}-]{1,60})`,
      'gu',
    ),
    isFirm: true,
  },
  {
    form: new RegExp(
      `${EDGE}(?<company>${PROPER},?\\s(?:Ltd|LLC|LLP|Inc|GmbH|Corp|Corporation|PLC|Limited|S\\.?A|B\\.?V|AG|Oy|ApS|AB|AS|NV|Srl|SARL|Pty)\\.?)${END}`,
      'gu',
    ),
    isFirm: true,
  },
  {
    form: new RegExp(
      `${EDGE}(?<kind>${particularKinds})\\s{1,20}(?<company>(?:№|N|номер|#)\\s?\\d{1,4}${END}(?:\\s${QUOTED})?|им(?:ени|\\.)\\s{1,20}\\p{Lu}[\\p{L}.]{1,60}(?:\\s\\p{Lu}\\p{L}{1,30})?|\\d{1,4}(?=\\s{0,20}(?:$|[,.!?;])))`,
      'giu',
    ),
    isFirm: true,
  },
  { form: new RegExp(`${EDGE}(?<kind>${particularKinds})\\s{1,20}(?<company>${QUOTED})`, 'giu'), isFirm: true },
  { form: new RegExp(`${EDGE}(?:${generalKinds})\\s{1,20}(?<company>${QUOTED})`, 'giu') },
  {
    form: new RegExp(
      `${EDGE}(?:[Кк]омпани[яиюей]|[Фф]ирм[аыуе]|[Аа]гентств[оа]|[Оо]рганизаци[яиюей]|[Сс]туди[яию])\\s{1,20}(?<company>${PROPER})`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Cc]ompany(?:\\s(?:is|name|called)){0,4}|[Ww]ork(?:ing)?\\s(?:at|for)|[Oo]n\\s{1,20}behalf\\s{1,20}of|[Rr]epresent(?:ing)?|[Ii]\\s{1,20}(?:run|own|manage)(?:\\s(?:a|the|an)\\s[^,.!?\\n]{2,30},|\\san?\\s(?:\\p{L}{1,20}\\s){1,3}called)?|[Cc]alling\\s{1,20}from|[Ww]riting\\s{1,20}from|[Qq]uote\\s{1,20}for|[Ii]nvoice\\s{1,20}(?:to|for))(?:\\s{0,20}:)?\\s{1,20}(?:the\\s{1,20})?(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Ii]['’]?\\s?a?m|[Ww]e['’]?\\s?(?:a?re)?)\\s{1,20}with\\s{1,20}(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
    isOwn: true,
  },
  {
    form: new RegExp(
      `(?:${EDGE}(?:[Ii]['’]?\\s?a?m|[Tt]his is|[Nn]ame is|[Hh]ere is|[Ii]t['’]?s)\\s{1,20}|(?:^|[.!\\n])\\s{0,9}(?:(?:[Hh](?:i|ello|ey|iya)|[Gg]ood\\s(?:morning|afternoon|evening)|[Dd]ear\\s\\p{L}{2,20})(?:\\s(?:there|all|team))?[,.!]?\\s{1,9})?)${FIRST_NAMES}(?:\\s{1,20}(?:speaking|here|calling))?,?\\s(?:here\\s)?from\\s{1,20}(?:the\\s{1,20})?(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?<company>(?:${WORD}(?:[ ](?:& )?${WORD}){0,2}\\s(?:& )?|${WORD}\\s&\\s)(?:${organizationNouns}))${END}`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Ww]e(?:['’]re|\\s{1,20}are)?|[Ii](?:['’]m|\\s{1,20}am)|of\\s{1,9}us)\\s{1,20}(?:\\p{Ll}{1,12}\\s{1,9}){0,3}(?:\\d{1,4}\\s{1,9})?from\\s{1,20}(?:the\\s{1,20})?(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
    isOwn: true,
  },
  {
    form: new RegExp(
      `${EDGE}[Ww]e(?:['’]re|\\s{1,20}are)\\s{1,20}(?:the\\s{1,20})?(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
    isOwn: true,
  },
  {
    form: new RegExp(
      `(?:^|[.!?\\n]\\s{0,20})(?<company>${PROPER})\\s{1,20}(?:needs?|wants?|requires?|(?:is|are) looking|would (?:like|love))${END}`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Мм]ы|[Яя]|[Ээ]то|\\p{Lu}\\p{Ll}{1,30})?\\s{0,20}(?:(?:из|от)\\s{1,20}(?:компани[ийя]|фирмы)|(?<preposition>из|от))\\s{1,20}(?<company>${QUOTED}|[A-Z][\\p{L}\\p{N}&.-]{1,60}(?:\\s[A-Z][\\p{L}\\p{N}&-]{1,60})?)`,
      'gu',
    ),
    isOwn: true,
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Рр]абота(?:ю|ем)|[Сс]луж(?:у|им)|[Пп]редставля(?:ю|ем))\\s{1,20}(?:(?<preposition>во?)\\s{1,20})?(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
    isOwn: true,
  },
  {
    form: new RegExp(
      `${EDGE}[Ww]ork(?:ing)?\\s(?:at|for)\\s(?:the|a|an|our)\\s(?<company>(?:[a-z]{3,}\\s){0,2}(?:${organizationWords}))${END}`,
      'gu',
    ),
    isOwn: true,
  },
  {
    // The kind in any case of letters, the name with a capital: «детский сад Родничок».
    form: new RegExp(
      `(?:^|[,.!;\\n—–])\\s{0,9}(?<kind>${inAnyCase(particularKinds)})\\s{1,9}(?<company>[А-ЯЁ][а-яё]{2,30})(?=\\s{0,9}(?:$|[,.!;\\n—–]))`,
      'gu',
    ),
  },
  { form: /(?:^|[,.;\n—–])\s{0,20}(?<company>[«“"][\p{Lu}\d][^«»"“”\n]{2,60}[»”"])(?=\s{0,20}(?:$|[,.;!\n]))/gu },
];

/** In "I'm Anna from Moscow" the name is a place. */
const isPlace = (company: string): boolean => {
  const first = /^[\p{L}.]{1,30}/u.exec(company)?.[0] ?? '';
  return isPlaceOrBrand(first) || PLACE.test(company);
};
const PLACE =
  /^(?:New York|Saint Petersburg|St\.? Petersburg|the|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}])/u;
/** Matches a word before a quoted title: the writing on a cake, a film or a price plan is no company. */
const TITLE_BEFORE =
  /(?:надпис\p{L}{0,30}|напиш\p{L}{1,30}|подпи\p{L}{1,30}|тем[аеуы]|фильм\p{L}{0,30}|спектакл\p{L}{0,30}|песн\p{L}{0,30}|мультф?\p{L}{0,30}|пакет\p{L}{0,30}|тариф\p{L}{0,30}|меню|модел\p{L}{0,30}|книг\p{L}{0,30}|зал\p{L}{0,30}|курс\p{L}{0,30}|торт\p{L}{0,30}|набор\p{L}{0,30}|шоу|квест\p{L}{0,30}|стил\p{L}{0,30}|номер|says?|titled|theme|package|plan|movie|song|called)[\s:,—–-]{0,60}$/iu;

/** Confidence that a company is the writer's own, by how it was stated. */
const SURENESS = { ownFirm: 0.95, own: 0.85, opening: 0.75, mentioned: 0.6 } as const;

/**
 * Finds the company that the writer belongs to. Companies that are asked about, denied, former or somebody else's are
 * ignored.
 */
export const findCompany = (text: string): (Found<string> & { readonly confidence: number }) | undefined => {
  const sentences = sentencesOf(text);
  for (const one of companyForms) {
    for (const match of text.matchAll(one.form)) {
      const { company: written = '', kind, sole, lower, preposition } = match.groups ?? {};
      const company =
        kind !== undefined || sole !== undefined || lower !== undefined || isQuoted(written)
          ? written
          : endCompany(written);
      if (!/\p{L}/u.test(company) && kind === undefined) continue;
      if (company === '' || isPlace(company) || TITLE_BEFORE.test(text.slice(0, match.index))) continue;
      const nameAt = match.index + match[0].lastIndexOf(written);
      const head = [kind, sole, lower].find((part) => part !== undefined);
      const span = { start: head === undefined ? nameAt : match.index, end: nameAt + company.length };
      const sentence = sentences.find(({ start, end }) => start <= span.start && span.start < end);
      const confidence = howSure(text, {
        match,
        nameAt,
        span,
        sentence,
        ...one,
        isFirm: one.isFirm ?? isQuoted(written),
      });
      if (confidence !== undefined)
        return { value: tidyCompany(company, { kind, sole, lower, preposition }), ...span, confidence };
    }
  }
  return undefined;
};

const ENDS_QUOTED = new RegExp(`${QUOTED}$`, 'u');
const isQuoted = (company: string): boolean => ENDS_QUOTED.test(company);

const LEGAL_FORM = new RegExp(`^(?:${RU_FORM})\\s{1,20}`, 'u');

/** A legal form before the name is also written in capitals, and does not end the name. */
const endCompany = (company: string): string => {
  const legalForm = LEGAL_FORM.exec(company)?.[0] ?? '';
  const name = endName(company.slice(legalForm.length));
  return name === '' ? '' : legalForm + name;
};

type Sighting = {
  readonly match: RegExpExecArray;
  readonly nameAt: number;
  readonly span: { readonly start: number; readonly end: number };
  readonly sentence: Found<string> | undefined;
  readonly isFirm: boolean;
  readonly isOwn?: true;
};

const howSure = (text: string, { match, nameAt, span, sentence, isFirm, isOwn }: Sighting): number | undefined => {
  const owner = ownerOf(text, { start: match.index, end: nameAt });
  if (owner === 'another') return undefined;
  if (owner === 'own' || isOwn) return isFirm ? SURENESS.ownFirm : SURENESS.own;
  const opens = clauseBefore(text, match.index).trim() === '';
  const isAddressed = sentence?.start === match.index && /^\s{0,20}(?:[,.!:;—–-]|$)/u.test(text.slice(span.end));
  if (sentence?.value.endsWith('?') && !isAddressed && !/^[^,?]{0,60},/u.test(text.slice(span.end, sentence.end)))
    return undefined;
  return opens ? SURENESS.opening : SURENESS.mentioned;
};

type Heads = Readonly<Record<'kind' | 'sole' | 'lower' | 'preposition', string | undefined>>;

const RU_MALE_NOUN =
  '\\p{L}{0,30}(?:строй|град|торг|сервис|банк|центр|маркет|пром|снаб|газ|транс|дом|завод|комбинат|проект|монтаж|мир|сад|лад|фонд|трест|ветер|фарватер|партнер|партнёр|мастер|лидер|эксперт|стандарт|формат|магнит|восток|запад|юг|север|берег|остров|союз|альянс|колос|родник|исток|парус|якорь|маяк|квартал|капитал|ресурс|контакт|импульс|вектор|горизонт|олимп|атлант|гарант|дизайн|софт|тех|авто)';
const MALE = new RegExp(`^${RU_MALE_NOUN}$`, 'iu');

/**
 * A name of one Russian word that is declined behind its preposition: «в Гранитстрое» is «Гранитстрой». A word whose
 * nominative cannot be told from its ending stays as it is.
 */
const inNominative = (company: string, preposition: string | undefined): string => {
  const word = /^[«"“„']?(?<word>[А-ЯЁ][а-яё]{3,30})[»"”“']?$/u.exec(company)?.groups?.word;
  if (word === undefined || preposition === undefined) return company;
  const stem = word.replace(/[аяеу]$/u, '');
  const male = [stem, `${stem}й`, stem.replace(/(?<=[тф])р$/u, 'ер')].find((noun) => stem !== word && MALE.test(noun));
  if (male !== undefined) return company.replace(word, male);
  if (/^(?:из|от)$/iu.test(preposition)) {
    return company
      .replace(/(?<=[гкхжшчщ])и(?=[»"”“']?$)|ы(?=[»"”“']?$)/u, 'а')
      .replace(/(?<=[лнрв])и(?=[»"”“']?$)/u, 'я');
  }
  return /[бвгдзклмнпрстфхцжшчщ]е$/u.test(word) ? company.replace(word, nounIn(word)) : company;
};

/** «В Ромашке» is mostly feminine where two consonants meet before the ending, «в Ашане» masculine elsewhere. */
const nounIn = (word: string): string =>
  /[^аеёиоуыэюя][кгхнтчш]е$|[иы]це$/u.test(word) ? `${word.slice(0, -1)}а` : word.slice(0, -1);

const tidyCompany = (company: string, { kind, sole, lower, preposition }: Heads): string => {
  if (sole !== undefined) return `ИП ${company.slice(0, 1).toUpperCase()}${company.slice(1)}`.trim();
  if (lower !== undefined) return `${lower.toUpperCase()} ${company}`;
  if (kind !== undefined) return `${nominativeKind(kind)} ${company}`.trim();
  const bare = inNominative(company, preposition).replace(/(?<![,.])[,.]{1,60}$/u, (mark) =>
    /(?:Inc|Ltd|Corp|\p{Lu})\.$/u.test(company) ? mark : '',
  );
  return bare.replace(/^[«"“„'](.*)[»"”“']$/u, '$1').trim();
};
