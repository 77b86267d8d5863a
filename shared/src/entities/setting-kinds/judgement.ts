import { z } from 'zod';
import { isSameValue } from '../../merge/same-state.ts';
import { digestText } from '../../text/digest-text.ts';
import { idSchema, languageSchema, timeSchema } from '../declaring/fields.ts';
import { type Rights, sellers } from '../declaring/rights.ts';
import { type Objection, refuse, type Writer } from '../declaring/write-rule.ts';
import { defineSettingKind, type SettingOf } from './setting-kind.ts';

export const MAX_QUERY = 400;
export const MAX_QUOTE = 300;

/** 2: answers the query; 1: partly; 0: does not. */
export const grades = [2, 1, 0] as const;
export type Grade = (typeof grades)[number];

/** One person's grade of a passage for a query. Id: `<passageId> <userId>`, so that people never overwrite each other's. */
export const markSchema = z.strictObject({
  id: z.string().min(1).max(420),
  passageId: idSchema,
  sourceId: idSchema,
  grade: z.literal([...grades]),
  /** The beginning of the passage, for when it no longer exists. */
  quote: z.string().max(MAX_QUOTE),
  /** Digest of the passage's whole text (`digestText`): the same text under another id is still the passage that was marked. */
  digest: z.string().length(16),
  userId: idSchema,
  at: timeSchema,
});
export type Mark = z.infer<typeof markSchema>;

const value = z.strictObject({
  kind: z.literal('judgement'),
  /** The query as it was first entered. */
  query: z.string().min(1).max(MAX_QUERY),
  language: languageSchema,
});

const fields = {
  marks: z.array(markSchema).max(500).optional(),
  note: z.string().max(1000).optional(),
};

/** A query with the team's grades of its results. Id: `judgementIdOf(query)`. */
export type Judgement = SettingOf<typeof value, typeof fields>;

/**
 * The same for the same words, whatever their case, ё, punctuation, and spaces, so that people who judge one query share a document. It
 * deliberately does not use the search engine's analysis, because ids must not change when that does.
 */
export const judgementIdOf = (query: string): string => `judgement:${digestText(normalize(query))}`;

const normalize = (query: string): string =>
  query
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const refusals = ['judgement.mark_id', 'judgement.mark_of_another'] as const;
type Refusal = (typeof refusals)[number];

type Marking = { readonly next: readonly Mark[]; readonly present: readonly Mark[] };

/** A device may add, change, and remove only its own person's marks. */
const findForgedMark = ({ next, present }: Marking, { caller }: Writer): Objection<Refusal> | undefined => {
  const idless = next.find((mark) => mark.id !== `${mark.passageId} ${mark.userId}`);
  if (idless) return refuse('judgement.mark_id', 'The id of a mark is made of its passage and its person.', 'marks');
  const own = new Set([...next, ...present].filter((mark) => mark.userId === caller.userId).map(({ id }) => id));
  const others = (marks: readonly Mark[]) => marks.filter(({ id }) => !own.has(id)).toSorted(byId);
  return isSameValue(others(next), others(present))
    ? undefined
    : refuse('judgement.mark_of_another', 'A mark belongs to the person who made it.', 'marks');
};
const byId = (a: Mark, b: Mark): number => (a.id < b.id ? -1 : 1);

const setBySellers: Rights = { create: sellers, change: sellers, delete: sellers };

/** The team's grades of the results of one query; together they form the set that search is evaluated with. */
export const judgement = defineSettingKind({
  value,
  fields,
  merge: {
    marks: {
      listById: {
        passageId: 'immutable',
        sourceId: 'immutable',
        grade: 'keep-both',
        quote: 'last-writer',
        digest: 'last-writer',
        userId: 'immutable',
        at: 'last-writer',
      },
    },
    note: 'text',
  },
  refusals,
  rights: setBySellers,
  idOf: ({ query }) => judgementIdOf(query),
  isRemovable: () => true,
  check: ({ marks = [] }, present, context) => findForgedMark({ next: marks, present: present?.marks ?? [] }, context),
  sample: { value: { kind: 'judgement', query: 'Сколько стоит зал?', language: 'ru' }, marks: [], note: 'Часто' },
});
