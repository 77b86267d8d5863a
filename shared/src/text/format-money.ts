import type { Language } from '../entities/declaring/fields.ts';

/** Formats millionths of a currency unit for people: `120 000 ₽`, `$1,500.50`. */
export const formatMicros = (micros: number, currency: string, language: Language): string => {
  const amount = micros / 1_000_000;
  const options = { maximumFractionDigits: 6, trailingZeroDisplay: 'stripIfInteger' } as const;
  // Intl throws if the currency does not have the form of a currency code.
  if (!/^[A-Za-z]{3}$/.test(currency)) {
    return `${new Intl.NumberFormat(language, options).format(amount)} ${currency}`;
  }
  const exact = Number.isInteger(amount * 100) ? {} : { maximumFractionDigits: 6 };
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
    ...exact,
  }).format(amount);
};
