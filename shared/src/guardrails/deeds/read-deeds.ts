import { sentencesOf } from '../../search/language/sentences.ts';
import type { RecordedEffect } from '../judged-reply.ts';
import { deedKinds } from './deed-kinds.ts';
import { ALL_DONE, type DeedLanguage } from './deed-language.ts';
import { englishDeeds } from './english-deeds.ts';
import { russianDeeds } from './russian-deeds.ts';

/** What a clause tells of as done. */
export type Deed = {
  /** The same for «отправил», «отправлен» and «отправили». */
  readonly verb: string;
  readonly by: readonly RecordedEffect[];
  readonly clause: string;
};

const languages: readonly DeedLanguage[] = [russianDeeds, englishDeeds];

const CLAUSE = /[,;:()—–!?.…]|\s-\s|\s(?=(?:and|but|so|и|а|но|поэтому)\s)/u;

/** What a text tells of as done, by whomever but the customer. */
export const deedsIn = (text: string): readonly Deed[] =>
  sentencesOf(text)
    .filter(({ value }) => !value.endsWith('?'))
    .flatMap(({ value }) => deedsOfSentence(value.toLowerCase().split(CLAUSE)));

/** No word that tells of a deed is shorter. */
const SOME_WORD = /\p{L}{3}/u;

const deedsOfSentence = (clauses: readonly string[]): readonly Deed[] => {
  const isCondition = (clause: string | undefined): boolean =>
    clause !== undefined && languages.some(({ conditional }) => conditional.test(clause));
  return clauses.flatMap((clause, index) => {
    if (!SOME_WORD.test(clause)) return [];
    const verbs = new Set(languages.flatMap((language) => language.deedsIn(clause)));
    if (verbs.size === 0 || languages.some(({ open }) => open.test(clause))) return [];
    if ([clause, clauses[index - 1], clauses[index + 1]].some(isCondition)) return [];
    return [...verbs].map((verb) => ({ verb, by: effectsOf(verb, clause), clause: clause.trim() }));
  });
};

const kinds = Object.values(deedKinds).map(({ by, ru, en }) => ({ by, verbs: new RegExp(`^(?:${ru}|${en})`, 'u') }));

/** What saving a customer's data makes true: a word on those data, and not on a booking. */
const NAMES_DATA =
  /(?<!\p{L})(?:телефон|номер|почт|e-?mail|имя|данн|контакт|адрес|пожелан|предпочт|комментар|примечан|карточк|phone|number|name|detail|contact|address|preference|note|wish|allerg|аллерг)/iu;

const effectsOf = (verb: string, clause: string): readonly RecordedEffect[] =>
  namedEffectsOf(verb).filter((effect) => effect !== 'data-saved' || NAMES_DATA.test(clause));

const namedEffectsOf = (verb: string): readonly RecordedEffect[] =>
  verb === ALL_DONE
    ? kinds.flatMap(({ by }) => by)
    : kinds.filter(({ verbs }) => verbs.test(verb)).flatMap(({ by }) => by);
