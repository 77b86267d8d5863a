import { weekdays } from '@inbetwin/shared/calendar/weekdays.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { NEVER } from '@inbetwin/shared/entities/work.ts';
import { type Fields, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { segmentsOf, valueAt } from '@inbetwin/shared/merge/pointer.ts';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatDate, formatFull, formatMoney, formatNumber, formatShare } from '../../i18n/format.ts';
import { formatPhone } from '../../i18n/format-phone.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useSession } from '../../session/session.ts';
import { usePeople } from './people.ts';

/** A field of a stored document. */
export type Field = { readonly collection: ReplicatedCollection; readonly document: object; readonly path: string };

/** Texts for fields of documents. */
export type FieldWords = {
  /** The field's display name. */
  label(field: Field): string;
  /** A value of the field as text. */
  value(field: Field, value: unknown): string;
};

/** The texts in the interface language. */
export const useFieldWords = (): FieldWords => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { user } = useSession();
  const people = usePeople();
  const personOf = (id: string): string =>
    id === user?.id ? t('sync.who.you') : (people.get(id) ?? t('sync.who.colleague'));

  const formats = formatsIn(language, personOf, t);

  const value = (field: Field, found: unknown): string => {
    if (found === undefined || found === null || found === '') return t('sync.value.none');
    const own = formats[segmentsOf(field.path).at(-1) ?? '']?.(found, field);
    if (own !== undefined) return own;
    if (isText(found)) return formatPhone(found);
    if (isNumber(found)) return formatNumber(found, language);
    if (typeof found === 'boolean') return t(found ? 'sync.value.yes' : 'sync.value.no');
    if (Array.isArray(found)) return t('sync.value.list', { count: found.length });
    return isFields(found) ? recordWords(field, found) : String(found);
  };
  /** A fact is described by its value and a mark by its grade; other records field by field. */
  const recordWords = (field: Field, found: Fields): string => {
    if (field.path === '') return t('sync.value.record');
    if (isText(found.value)) return formatPhone(found.value);
    if (isText(found.quote)) return `${gradeWord(found.grade, t)}: ${found.quote}`;
    return Object.entries(found)
      .filter(([name]) => name !== 'id')
      .map(([name, part]) => `${nameWord(name)}: ${value({ ...field, path: `${field.path}/${name}` }, part)}`)
      .join('\n');
  };

  return { label: (field) => labelOf(field, t), value };
};

type Formats = Readonly<Record<string, (value: unknown, field: Field) => string | undefined>>;

/** How the values of certain fields are written, whatever document they are in. */
const formatsIn = (language: Language, personOf: (id: string) => string, t: TFunction): Formats => ({
  contactId: idTail,
  conversationId: idTail,
  stage: (value) => wordFor('leads.stage', String(value)),
  mode: (value) => wordFor('inbox.mode', String(value)),
  status: (value) => wordFor('sync.value', String(value)),
  kind: (value) => wordFor('contacts.kind', String(value)),
  language: (value) => wordFor('language', String(value)),
  group: (value) => wordFor('contacts.twin.group', String(value)),
  key: (value) => wordFor('contacts.twin.key', String(value)),
  reason: (value) => wordFor('inbox.handover.reason', String(value)),
  state: (value) => wordFor('contacts.twin', String(value)) ?? wordFor('sync.value', String(value)),
  grade: (value) => gradeWord(value, t),
  assigneeId: (value) => personOf(String(value)),
  userId: (value) => personOf(String(value)),
  decidedBy: (value) => personOf(String(value)),
  decidedAt: (value) => momentWords(value, language),
  amount: (value, { document }) => {
    const currency = valueAt(document, '/currency');
    return isNumber(value) ? formatMoney(value, isText(currency) ? currency : undefined, language) : undefined;
  },
  priceMicros: (value, { document }) => {
    const currency = valueAt(document, '/currency') ?? valueAt(document, '/order/currency');
    return isNumber(value) ? formatMoney(value / 1e6, isText(currency) ? currency : undefined, language) : undefined;
  },
  costMicros: (value) => (isNumber(value) ? formatNumber(value / 1e6, language) : undefined),
  dueAt: (value) => (value === NEVER ? t('sync.value.none') : momentWords(value, language)),
  endsAt: (value) => momentWords(value, language),
  address: (value) => wordFor('sync.address', String(value)),
  days: (value) => (isFields(value) ? hoursWords(value, language) : undefined),
  confidence: (value) => (isNumber(value) ? formatShare(value, language) : undefined),
  validFrom: (value) => (isNumber(value) ? formatDate(value, language) : undefined),
  validUntil: (value) => (isNumber(value) ? formatDate(value, language) : undefined),
  at: (value) => momentWords(value, language),
  observedAt: (value) => momentWords(value, language),
});

const labelOf = ({ document, path }: Field, t: TFunction): string => {
  const parts = segmentsOf(path);
  const [list = '', element, name] = parts;
  if (path === '') return t('sync.field.record');
  if (list === 'replyStyle' && element === 'sentences') return sentenceWord(name) ?? t('sync.field.sentences');
  if (list === 'alike') return t('sync.field.alike');
  if (list === 'marks' && element !== undefined) return t('sync.field.grade');
  if (list !== 'facts' || element === undefined) return nameWord(path.endsWith('/model/name') ? 'model' : parts.at(-1));
  const fact = factWord(valueAt(document, `/facts/${path.split('/')[2] ?? ''}`)) ?? t('sync.field.facts');
  return name === undefined || name === 'value' ? fact : `${fact}: ${nameWord(name)}`;
};

const nameWord = (name = ''): string => wordFor('sync.field', name) ?? name;

/** The name of a sentence with its language, by an id such as `ru:hello`; undefined on screens without the texts for it. */
const sentenceWord = (id = ''): string | undefined => {
  const [language = '', key = ''] = id.split(':');
  const name = wordFor('wording.sentence', key);
  return name && `${name} · ${wordFor('language', language) ?? language}`;
};

const factWord = (fact: unknown): string | undefined => {
  if (!isFields(fact)) return undefined;
  return wordFor('contacts.twin.key', String(fact.key)) ?? wordFor('contacts.twin.group', String(fact.group));
};

const gradeWord = (grade: unknown, t: TFunction): string => {
  if (grade === 2) return t('searchLab.grade.relevant');
  return grade === 1 ? t('searchLab.grade.partly') : t('searchLab.grade.irrelevant');
};

/** Ids mean nothing to people, so only enough is shown to tell two apart. */
const idTail = (value: unknown): string => `…${String(value).slice(-4)}`;

const momentWords = (value: unknown, language: Language): string | undefined =>
  isNumber(value) ? formatFull(value, language) : undefined;

/** "Mon 10:00–19:00", a line for each day. */
const hoursWords = (days: Fields, language: Language): string => {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return weekdays
    .flatMap((day, at) => {
      const hours = days[day];
      // 1 January 2024 was a Monday.
      const name = format.format(Date.UTC(2024, 0, 1 + at));
      return isFields(hours) ? `${name} ${hours.from}–${hours.to}` : [];
    })
    .join('\n');
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
