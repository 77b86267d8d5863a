import { sentencesOf } from '../../search/language/sentences.ts';
import type { RecordedEffect } from '../judged-reply.ts';
import { actionKinds } from './action-kinds.ts';
import { type ActionLanguage, ALL_DONE } from './action-language.ts';
import { englishActions } from './english-actions.ts';
import { russianActions } from './russian-actions.ts';

/** An action that a clause claims to be completed. */
export type ClaimedAction = {
  /** The normalized verb: the same for «отправил», «отправлен» and «отправили». */
  readonly verb: string;
  readonly by: readonly RecordedEffect[];
  readonly clause: string;
};

const languages: readonly ActionLanguage[] = [russianActions, englishActions];

const CLAUSE = /[,;:()—–!?.…]|\s-\s|\s(?=(?:and|but|so|и|а|но|поэтому)\s)/u;

/** Finds the actions that a text claims to be completed by anyone but the customer. */
export const claimedActionsIn = (text: string): readonly ClaimedAction[] =>
  sentencesOf(text)
    .filter(({ value }) => !value.endsWith('?'))
    .flatMap(({ value }) => actionsOfSentence(value.toLowerCase().split(CLAUSE)));

/** Every verb of a claimed action has at least this many letters. */
const SOME_WORD = /\p{L}{3}/u;

const actionsOfSentence = (clauses: readonly string[]): readonly ClaimedAction[] => {
  const isCondition = (clause: string | undefined): boolean =>
    clause !== undefined && languages.some(({ conditional }) => conditional.test(clause));
  return clauses.flatMap((clause, index) => {
    if (!SOME_WORD.test(clause)) return [];
    const verbs = new Set(languages.flatMap((language) => language.claimedActionsIn(clause)));
    if (verbs.size === 0 || languages.some(({ open }) => open.test(clause))) return [];
    if ([clause, clauses[index - 1], clauses[index + 1]].some(isCondition)) return [];
    return [...verbs].map((verb) => ({ verb, by: effectsOf(verb, clause), clause: clause.trim() }));
  });
};

const kinds = Object.values(actionKinds).map(({ by, ru, en }) => ({ by, verbs: new RegExp(`^(?:${ru}|${en})`, 'u') }));

/** Saving a customer's data supports only claims about those data, not about a booking. */
const NAMES_DATA =
  /(?<!\p{L})(?:телефон|номер|почт|e-?mail|имя|данн|контакт|адрес|пожелан|предпочт|комментар|примечан|карточк|phone|number|name|detail|contact|address|preference|note|wish|allerg|аллерг)/iu;

const effectsOf = (verb: string, clause: string): readonly RecordedEffect[] =>
  namedEffectsOf(verb).filter((effect) => effect !== 'data-saved' || NAMES_DATA.test(clause));

const namedEffectsOf = (verb: string): readonly RecordedEffect[] =>
  verb === ALL_DONE
    ? kinds.flatMap(({ by }) => by)
    : kinds.filter(({ verbs }) => verbs.test(verb)).flatMap(({ by }) => by);
