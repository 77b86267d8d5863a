import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { differenceInMinutes, isSameDay, isSameYear, subDays } from 'date-fns';
import type { TFunction } from 'i18next';

/** British English, which puts the day before the month. */
const localeOf = (language: Language): string => (language === 'ru' ? 'ru-RU' : 'en-GB');

const cache = new Map<string, Intl.DateTimeFormat>();

/** Cached, because creating a formatter is more expensive than rendering a row. */
const formatterOf = (language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${language}${JSON.stringify(options)}`;
  const known = cache.get(key) ?? new Intl.DateTimeFormat(localeOf(language), options);
  cache.set(key, known);
  return known;
};

const relativeOf = (language: Language) =>
  new Intl.RelativeTimeFormat(localeOf(language), { style: 'short', numeric: 'always' });
const relatives: Record<Language, Intl.RelativeTimeFormat> = { ru: relativeOf('ru'), en: relativeOf('en') };

type Moment = { readonly at: number; readonly now: number; readonly language: Language };

export const formatClock = (at: number, language: Language): string =>
  formatterOf(language, { hour: '2-digit', minute: '2-digit' }).format(at);

export const formatDate = (at: number, language: Language): string =>
  formatterOf(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);

export const formatFull = (at: number, language: Language): string =>
  formatterOf(language, { dateStyle: 'long', timeStyle: 'short' }).format(at);

/** For lists: relative within a day, then a short date. */
export const formatMoment = ({ at, now, language }: Moment, t: TFunction): string => {
  const minutes = differenceInMinutes(now, at);
  if (minutes < 1) return t('time.now');
  const relative = relatives[language];
  if (minutes < 60) return relative.format(-minutes, 'minute');
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), 'hour');
  if (isSameYear(at, now)) return formatterOf(language, { day: 'numeric', month: 'short' }).format(at);
  return formatterOf(language, { day: '2-digit', month: '2-digit', year: '2-digit' }).format(at);
};

/** The day of a past event; a time in the future comes from a clock that is ahead and counts as today. */
export const formatDay = ({ at, now, language }: Moment, t: TFunction): string => {
  if (at > now || isSameDay(at, now)) return t('time.today');
  if (isSameDay(at, subDays(now, 1))) return t('time.yesterday');
  if (isSameYear(at, now)) return formatterOf(language, { day: 'numeric', month: 'long' }).format(at);
  return formatDate(at, language);
};

export const formatShare = (share: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 0 }).format(share);

export const formatNumber = (value: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language)).format(value);

/** A fixed number of decimals, including trailing zeros, for numbers that are compared. */
export const formatDecimals = (value: number, decimals: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);

/** The amount with its currency; an unknown currency code is written out. */
export const formatMoney = (amount: number, currency: string | undefined, language: Language): string => {
  const number = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 2 });
  if (currency === undefined || !/^[A-Z]{3}$/.test(currency))
    return `${number.format(amount)} ${currency ?? ''}`.trim();
  return new Intl.NumberFormat(localeOf(language), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  }).format(amount);
};

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export const formatSize = (bytes: number, language: Language): string => {
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  return new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    // English abbreviates bytes to “byte”, whatever the number.
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1024 ** step);
};
