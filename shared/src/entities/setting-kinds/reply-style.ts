import { z } from 'zod';
import { isTimeZone } from '../../calendar/time-zone.ts';
import { type WorkingHours, weekdays } from '../../calendar/weekdays.ts';
import { type Language, languageSchema } from '../declaring/fields.ts';
import { type Objection, refuse } from '../declaring/write-rule.ts';
import { isSentenceKey, MAX_SENTENCE, problemOfSentence, type SentenceKey, sentenceProblems } from '../sentences.ts';
import { defineSettingKind, setByAdministrators } from './setting-kind.ts';

/** How Russian addresses one person: «вы» or «ты». */
export const addressForms = ['formal', 'informal'] as const;
export type AddressForm = (typeof addressForms)[number];

export const MAX_SIGNATURE = 120;
export const MAX_PRICE_OBJECTION = 1500;

const timeOfDaySchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
const dayHoursSchema = z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema }).optional();

const perLanguage = (max: number) =>
  z.strictObject({ ru: z.string().max(max).optional(), en: z.string().max(max).optional() });

/** A team's own words for one of the product's sentences. Its id is `<language>:<key>`. */
const sentenceSchema = z.strictObject({ id: z.string().min(1).max(60), text: z.string().max(MAX_SENTENCE) });

export const replyStyleSchema = z.strictObject({
  /** Formal if absent. */
  address: z.enum(addressForms).optional(),
  /** Signs the first reply of a conversation, and follow-ups. */
  signature: perLanguage(MAX_SIGNATURE).optional(),
  /** When people of the team answer; if absent, customers are not told a time. */
  hours: z
    .strictObject({
      timeZone: z.string().max(60),
      days: z.strictObject({
        mon: dayHoursSchema,
        tue: dayHoursSchema,
        wed: dayHoursSchema,
        thu: dayHoursSchema,
        fri: dayHoursSchema,
        sat: dayHoursSchema,
        sun: dayHoursSchema,
      }),
    })
    .optional(),
  /** What a customer is told who finds the price too high. If absent, a person is called. */
  priceObjection: perLanguage(MAX_PRICE_OBJECTION).optional(),
  sentences: z.array(sentenceSchema).max(200).optional(),
});
/** How a team's agents talk to customers. Whatever is absent is as built in. */
export type ReplyStyle = z.infer<typeof replyStyleSchema>;

export const REPLY_STYLE_ID = 'reply-style';

export const sentenceIdOf = (language: Language, key: SentenceKey): string => `${language}:${key}`;

/** The sentence that an id names; undefined for a sentence that this version does not know. */
export const sentenceNamed = (id: string): { readonly language: Language; readonly key: SentenceKey } | undefined => {
  const [prefix = '', key = ''] = id.split(':');
  const language = languageSchema.safeParse(prefix).data;
  return language !== undefined && isSentenceKey(key) ? { language, key } : undefined;
};

const refusals = [
  'reply_style.sentence_unknown',
  ...sentenceProblems,
  'reply_style.time_zone',
  'reply_style.no_working_day',
] as const;
type Refused = Objection<(typeof refusals)[number]> | undefined;

const findWrongSentence = ({ sentences = [] }: ReplyStyle): Refused => {
  for (const { id, text } of sentences) {
    const named = sentenceNamed(id);
    if (!named) {
      return refuse('reply_style.sentence_unknown', `There is no sentence ${id}; remove it.`, 'replyStyle.sentences');
    }
    const problem = problemOfSentence(named.key, text);
    if (problem) return refuse(problem.code, `${id}: ${problem.hint}`, 'replyStyle.sentences');
  }
  return undefined;
};

const findWrongHours = (hours: WorkingHours | undefined): Refused => {
  if (!hours) return undefined;
  if (!isTimeZone(hours.timeZone)) {
    return refuse('reply_style.time_zone', `There is no time zone ${hours.timeZone}.`, 'replyStyle.hours');
  }
  return weekdays.some((day) => hours.days[day])
    ? undefined
    : refuse('reply_style.no_working_day', 'The hours have no day; choose one or remove them.', 'replyStyle.hours');
};

/** The team's settings for the words of its agents. */
export const replyStyle = defineSettingKind({
  value: z.strictObject({ kind: z.literal('reply-style') }),
  fields: { replyStyle: replyStyleSchema.optional() },
  merge: {
    replyStyle: {
      fields: {
        address: 'keep-both',
        signature: { fields: { ru: 'keep-both', en: 'keep-both' } },
        hours: 'keep-both',
        priceObjection: { fields: { ru: 'text', en: 'text' } },
        sentences: { listById: { text: 'keep-both' } },
      },
    },
  },
  refusals,
  rights: setByAdministrators,
  idOf: () => REPLY_STYLE_ID,
  isRemovable: () => false,
  check: ({ replyStyle = {} }) => findWrongSentence(replyStyle) ?? findWrongHours(replyStyle.hours),
  sample: {
    value: { kind: 'reply-style' },
    replyStyle: {
      address: 'informal',
      signature: { ru: 'Команда «Лофт»' },
      hours: { timeZone: 'Europe/Moscow', days: { mon: { from: '10:00', to: '19:00' } } },
      priceObjection: { ru: 'В цену входит уборка.' },
      sentences: [{ id: sentenceIdOf('ru', 'hello'), text: 'Привет-привет!' }],
    },
  },
});
