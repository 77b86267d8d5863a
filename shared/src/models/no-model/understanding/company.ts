import type { Found } from '../../../text/word-pattern.ts';

const QUOTED = String.raw`[«"“„'][^«»"“”„\n]{2,80}[»"”“']`;
const PROPER = String.raw`[\p{Lu}\d][\p{L}\p{N}&.'’-]*(?:[ ][\p{Lu}\d][\p{L}\p{N}&'’-]*){0,3}`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
const RU_FORM = 'ООО|ОАО|ПАО|ЗАО|АО|ИП|НКО|АНО|ТОО|ФГУП|МУП';

/** The group `company` holds what is kept. Ordered from the surest. */
const companyForms: readonly RegExp[] = [
  new RegExp(`${EDGE}(?<company>ИП\\s+\\p{Lu}\\p{Ll}+\\s\\p{Lu}\\.\\s?\\p{Lu}\\.)`, 'u'),
  new RegExp(`${EDGE}(?<company>(?:${RU_FORM})\\s+(?:${QUOTED}|${PROPER}))`, 'u'),
  new RegExp(
    `${EDGE}(?<company>${PROPER},?\\s(?:Ltd|LLC|LLP|Inc|GmbH|Corp|Corporation|PLC|Limited|S\\.?A|B\\.?V|AG|Oy)\\.?)(?![\\p{L}\\p{N}])`,
    'u',
  ),
  new RegExp(
    `${EDGE}(?:[Кк]омпани[яиюей]|[Фф]ирм[аыуе]|[Аа]гентств[оа]|[Оо]рганизаци[яиюей]|[Сс]туди[яию])\\s+(?<company>${QUOTED}|${PROPER})`,
    'u',
  ),
  new RegExp(
    `${EDGE}(?:[Cc]ompany(?:\\s(?:is|name|called))*|[Ww]ork\\s(?:at|for)|[Oo]n behalf of|[Rr]epresent(?:ing)?)\\s*:?\\s+(?<company>${QUOTED}|${PROPER})`,
    'u',
  ),
  new RegExp(
    `${EDGE}(?:[Ii]['’]?\\s?a?m|[Tt]his is|[Nn]ame is|[Hh]ere is)\\s+\\p{Lu}\\p{L}+(?:\\s\\p{Lu}\\p{L}+)?,?\\s(?:here\\s)?from\\s+(?<company>${QUOTED}|${PROPER})`,
    'u',
  ),
];

/** "I'm Anna from Moscow" names a place. */
const PLACE =
  /^(?:Moscow|London|Berlin|Paris|New York|Russia|Germany|France|Spain|Italy|Dubai|Kazan|Minsk|Almaty|Astana|Tbilisi|Yerevan|Belgrade|Istanbul|Saint Petersburg|St\.? Petersburg|Sochi|the|USA|UK|US|UAE|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![\p{L}])/u;

/** The company a person says to be of. */
export const findCompany = (text: string): Found<string> | undefined => {
  for (const form of companyForms) {
    const match = form.exec(text);
    const company = match?.groups?.company;
    if (!match || !company || PLACE.test(company)) continue;
    const start = match.index + match[0].lastIndexOf(company);
    return { value: tidyCompany(company), start, end: start + company.length };
  }
  return undefined;
};

const tidyCompany = (company: string): string => {
  const bare = company.replace(/[,.]+$/u, (mark) => (/(?:Inc|Ltd|Corp|\p{Lu})\.$/u.test(company) ? mark : ''));
  return bare.replace(/^[«"“„'](.*)[»"”“']$/u, '$1').trim();
};
