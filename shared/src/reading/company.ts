import { sentencesOf } from '../search/language/sentences.ts';
import type { Found } from '../text/word-pattern.ts';
import { clauseBefore, ownerOf } from './fact-owner.ts';
import { endName } from './proper-name.ts';

const QUOTED = String.raw`[«"“„'][^«»"“”„\n]{2,80}[»"”“']`;
/** A dot belongs to a word only if another character follows immediately: "Booking.com", but not "Acme. How much". */
const WORD = String.raw`[\p{Lu}\d](?:[\p{L}\p{N}&'’-]|\.(?=[\p{L}\p{N}]))*`;
const PROPER = `${WORD}(?:[ ](?:&[ ])?${WORD}){0,3}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const RU_FORM = 'ООО|ОАО|ПАО|ЗАО|АО|ИП|НКО|АНО|ТОО|ФГУП|МУП';

/**
 * Patterns for companies, the most reliable first. The group `company` holds the name; patterns with `isFirm` can match
 * nothing but a company.
 */
const companyForms: readonly { readonly form: RegExp; readonly isFirm?: true }[] = [
  { form: new RegExp(`${EDGE}(?<company>ИП\\s+\\p{Lu}\\p{Ll}+\\s\\p{Lu}\\.\\s?\\p{Lu}\\.)`, 'gu'), isFirm: true },
  { form: new RegExp(`${EDGE}(?<company>(?:${RU_FORM})\\s+(?:${QUOTED}|${PROPER}))`, 'gu'), isFirm: true },
  {
    form: new RegExp(
      `${EDGE}(?<company>${PROPER},?\\s(?:Ltd|LLC|LLP|Inc|GmbH|Corp|Corporation|PLC|Limited|S\\.?A|B\\.?V|AG|Oy)\\.?)(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    isFirm: true,
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Кк]омпани[яиюей]|[Фф]ирм[аыуе]|[Аа]гентств[оа]|[Оо]рганизаци[яиюей]|[Сс]туди[яию])\\s+(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Cc]ompany(?:\\s(?:is|name|called))*|[Ww]ork(?:ing)?\\s(?:at|for)|[Oo]n behalf of|[Rr]epresent(?:ing)?)(?:\\s*:)?\\s+(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
  },
  {
    form: new RegExp(
      `${EDGE}(?:[Ii]['’]?\\s?a?m|[Tt]his is|[Nn]ame is|[Hh]ere is)\\s+\\p{Lu}\\p{L}+(?:\\s\\p{Lu}\\p{L}+)?,?\\s(?:here\\s)?from\\s+(?<company>${QUOTED}|${PROPER})`,
      'gu',
    ),
  },
];

/** In "I'm Anna from Moscow" the name is a place. */
const PLACE =
  /^(?:Moscow|London|Berlin|Paris|New York|Russia|Germany|France|Spain|Italy|Dubai|Kazan|Minsk|Almaty|Astana|Tbilisi|Yerevan|Belgrade|Istanbul|Saint Petersburg|St\.? Petersburg|Sochi|the|USA|UK|US|UAE|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}])/u;

/** Confidence that a company is the writer's own, by how it was stated. */
const SURENESS = { ownFirm: 0.95, own: 0.85, opening: 0.75, mentioned: 0.6 } as const;

/**
 * Finds the company that the writer belongs to. Companies that are asked about, denied, former or somebody else's are
 * ignored.
 */
export const findCompany = (text: string): (Found<string> & { readonly confidence: number }) | undefined => {
  const sentences = sentencesOf(text);
  for (const { form, isFirm = false } of companyForms) {
    for (const match of text.matchAll(form)) {
      const written = match.groups?.company ?? '';
      const company = isQuoted(written) ? written : endCompany(written);
      if (company === '' || PLACE.test(company)) continue;
      const start = match.index + match[0].lastIndexOf(written);
      const span = { start, end: start + company.length };
      const sentence = sentences.find((one) => one.start <= match.index && match.index < one.end);
      const confidence = howSure(text, { match, span, sentence, isFirm: isFirm || isQuoted(written) });
      if (confidence !== undefined) return { value: tidyCompany(company), ...span, confidence };
    }
  }
  return undefined;
};

const ENDS_QUOTED = new RegExp(`${QUOTED}$`, 'u');
const isQuoted = (company: string): boolean => ENDS_QUOTED.test(company);

const LEGAL_FORM = new RegExp(`^(?:${RU_FORM})\\s+`, 'u');

/** A legal form before the name is also written in capitals, and does not end the name. */
const endCompany = (company: string): string => {
  if (/^ИП\s.*\.$/u.test(company)) return company;
  const legalForm = LEGAL_FORM.exec(company)?.[0] ?? '';
  const name = endName(company.slice(legalForm.length));
  return name === '' ? '' : legalForm + name;
};

type Sighting = {
  readonly match: RegExpExecArray;
  readonly span: { readonly start: number; readonly end: number };
  readonly sentence: Found<string> | undefined;
  readonly isFirm: boolean;
};

const howSure = (text: string, { match, span, sentence, isFirm }: Sighting): number | undefined => {
  const owner = ownerOf(text, { start: match.index, end: span.start });
  if (owner === 'another') return undefined;
  if (owner === 'own') return isFirm ? SURENESS.ownFirm : SURENESS.own;
  const opens = clauseBefore(text, match.index).trim() === '';
  const isAddressed = sentence?.start === match.index && /^\s*(?:[,.!:;—–-]|$)/u.test(text.slice(span.end));
  if (sentence?.value.endsWith('?') && !isAddressed) return undefined;
  return opens ? SURENESS.opening : SURENESS.mentioned;
};

const tidyCompany = (company: string): string => {
  const bare = company.replace(/(?<![,.])[,.]+$/u, (mark) => (/(?:Inc|Ltd|Corp|\p{Lu})\.$/u.test(company) ? mark : ''));
  return bare.replace(/^[«"“„'](.*)[»"”“']$/u, '$1').trim();
};
