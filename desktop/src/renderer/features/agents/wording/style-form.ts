import { type WorkingHours, weekdays } from '@inbetwin/shared/calendar/weekdays.ts';
import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { withoutGaps } from '@inbetwin/shared/entities/declaring/without-gaps.ts';
import {
  MAX_SENTENCE,
  problemOfSentence,
  type SentenceKey,
  type SentenceProblem,
  sentenceKeys,
} from '@inbetwin/shared/entities/sentences.ts';
import {
  type AddressForm,
  MAX_PRICE_OBJECTION,
  MAX_SIGNATURE,
  type ReplyStyle,
} from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';

export type SentenceField = `${Language}:${SentenceKey}`;
export const sentenceField = (language: Language, key: SentenceKey): SentenceField => `${language}:${key}`;

const sentenceFields: readonly SentenceField[] = languageSchema.options.flatMap((language) =>
  sentenceKeys.map((key) => sentenceField(language, key)),
);

/** How a team talks as form fields. Empty texts mean what is built in. */
export type StyleFields = {
  readonly address: AddressForm;
  readonly signatureRu: string;
  readonly signatureEn: string;
  /** Undefined means that customers are told no time. */
  readonly hours: WorkingHours | undefined;
  readonly objectionRu: string;
  readonly objectionEn: string;
} & { readonly [F in SentenceField]: string };

export type StyleChanges = Partial<StyleFields>;
export type StyleField = keyof StyleFields;

const plainPaths: Partial<Readonly<Record<StyleField, string>>> = {
  address: '/replyStyle/address',
  signatureRu: '/replyStyle/signature/ru',
  signatureEn: '/replyStyle/signature/en',
  hours: '/replyStyle/hours',
  objectionRu: '/replyStyle/priceObjection/ru',
  objectionEn: '/replyStyle/priceObjection/en',
};

/** The path of a field within the setting. */
export const pathOf = (field: StyleField): string => plainPaths[field] ?? `/replyStyle/sentences/${field}/text`;

export const fieldsOf = ({
  address = 'formal',
  signature,
  hours,
  priceObjection,
  sentences = [],
}: ReplyStyle): StyleFields => {
  const own = new Map(sentences.map(({ id, text }) => [id, text]));
  const texts = Object.fromEntries(sentenceFields.map((field) => [field, own.get(field) ?? '']));
  return {
    ...(texts as { readonly [F in SentenceField]: string }),
    address,
    signatureRu: signature?.ru ?? '',
    signatureEn: signature?.en ?? '',
    hours,
    objectionRu: priceObjection?.ru ?? '',
    objectionEn: priceObjection?.en ?? '',
  };
};

/** Applies changed fields; unchanged ones stay as they are, whoever has set them in the meantime. */
export const withChanges = (style: ReplyStyle, changes: StyleChanges): ReplyStyle => {
  const { address, signature = {}, priceObjection = {}, sentences = [] } = style;
  const text = (field: StyleField, present: string | undefined): string | undefined => {
    const given = changes[field];
    return typeof given === 'string' ? given.trim() || undefined : present;
  };
  const changed = sentenceFields.filter((field) => changes[field] !== undefined);
  const own = changed.flatMap((id) => {
    const words = text(id, undefined);
    return words === undefined ? [] : [{ id, text: words }];
  });
  const others = sentences.filter(({ id }) => !changed.some((field) => field === id));
  return withoutGaps({
    ...style,
    address: changes.address ?? address,
    signature: whole({ ru: text('signatureRu', signature.ru), en: text('signatureEn', signature.en) }),
    hours: 'hours' in changes ? changes.hours : style.hours,
    priceObjection: whole({ ru: text('objectionRu', priceObjection.ru), en: text('objectionEn', priceObjection.en) }),
    sentences: own.length + others.length > 0 ? [...others, ...own] : undefined,
  });
};

/** Removes empty parts; undefined if nothing remains. */
const whole = (texts: { readonly ru: string | undefined; readonly en: string | undefined }) => {
  const present = withoutGaps(texts);
  return Object.keys(present).length === 0 ? undefined : present;
};

/** Why the text of a field cannot be saved. */
export const problemOfField = (key: SentenceKey, text: string): SentenceProblem | 'too-long' | undefined => {
  if (text.trim() === '') return undefined;
  return text.trim().length > MAX_SENTENCE ? 'too-long' : problemOfSentence(key, text);
};

export const hasWorkingDay = ({ days }: WorkingHours): boolean => weekdays.some((day) => days[day]);
const TIME = /^\d\d:\d\d$/;
const isWhole = ({ days }: WorkingHours): boolean =>
  weekdays.every((day) => {
    const { from, to } = days[day] ?? { from: '00:00', to: '00:00' };
    return TIME.test(from) && TIME.test(to);
  });

/** Whether the fields can be saved. */
export const isSound = (fields: StyleFields): boolean => {
  const { signatureRu, signatureEn, objectionRu, objectionEn, hours } = fields;
  const lengths = [
    ...[signatureRu, signatureEn].map((text) => text.trim().length <= MAX_SIGNATURE),
    ...[objectionRu, objectionEn].map((text) => text.trim().length <= MAX_PRICE_OBJECTION),
  ];
  return (
    lengths.every(Boolean) &&
    (hours === undefined || (hasWorkingDay(hours) && isWhole(hours))) &&
    languageSchema.options.every((language) =>
      sentenceKeys.every((key) => problemOfField(key, fields[sentenceField(language, key)]) === undefined),
    )
  );
};

/** The style that the fields describe, for a preview of what is not saved yet. */
export const styleIn = (fields: StyleFields): ReplyStyle => withChanges({}, fields);
