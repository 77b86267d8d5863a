import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { formatNumber } from '../../i18n/format.ts';

type Amount = Pick<Lead, 'amount' | 'currency'>;

const signs: Readonly<Record<string, string>> = { '₽': 'RUB', руб: 'RUB', 'руб.': 'RUB', '€': 'EUR', $: 'USD' };

/** Longer inputs are not amounts. */
const MAX_LENGTH = 60;

/** Formats an amount, such as `150 000,5 RUB`. */
export const writeAmount = ({ amount, currency }: Amount, language: Language): string =>
  amount === undefined ? '' : [formatNumber(amount, language), currency].filter(Boolean).join(' ');

/**
 * Parses an amount as people write it in either language: `150 000`, `1,500.50 EUR`, `€ 90`. Three digits after a separator are thousands,
 * one or two a fraction. Undefined for anything else.
 */
export const readAmount = (text: string): Amount | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  const [, before = '', number = '', after = ''] = /^([^\d\s]*)\s*(\d[\d\s.,'’]*?)\s*([^\d\s,'’]*)$/u.exec(text) ?? [];
  const digits = digitsOf(number);
  if (digits === undefined || (before !== '' && after !== '')) return undefined;
  const named = before || after;
  const currency = signs[named.toLowerCase()] ?? (/^[a-z]{3}$/i.test(named) ? named.toUpperCase() : undefined);
  if (named !== '' && currency === undefined) return undefined;
  return { amount: Number(digits), ...(currency !== undefined && { currency }) };
};

const digitsOf = (number: string): string | undefined => {
  const [, whole = '', fraction] = /^(\d+|\d{1,3}(?:[\s.,'’]\d{3})+)(?:[.,](\d{1,2}))?$/u.exec(number) ?? [];
  const digits = whole.replaceAll(/\D/g, '');
  if (digits === '') return undefined;
  return fraction === undefined ? digits : `${digits}.${fraction}`;
};
