import { digestText } from '../../text/digest-text.ts';

/** Crockford's base 32: nothing in it is taken for something else when it is read aloud. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** What people type in place of a symbol: letters that look like it, also those of a Russian keyboard. */
const lookalikes: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  О: '0',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
};

/**
 * The number by which people call an order: `7K2M4-QXD9F`, made from the id of its document, so that the same order has the
 * same number wherever and however often it is made. 50 bits: among 100,000 orders of a team two agree in 1 case of 200,000.
 */
export const orderNumberOf = (workId: string): string => {
  const bits = BigInt(`0x${digestText(workId)}`) >> 14n;
  const symbols = Array.from(
    { length: LENGTH },
    (_, at) => SYMBOLS[Number((bits >> BigInt(5 * (LENGTH - 1 - at))) & 31n)],
  );
  return inGroups(symbols.join(''));
};

/** A number as a customer wrote it, in the form of `orderNumberOf`; undefined for what is none. */
export const readOrderNumber = (text: string): string | undefined => {
  const symbols = [...text.toUpperCase().replaceAll(/[\s\-‐–—№#]/g, '')].map((symbol) => lookalikes[symbol] ?? symbol);
  const isNumber = symbols.length === LENGTH && symbols.every((symbol) => SYMBOLS.includes(symbol));
  return isNumber ? inGroups(symbols.join('')) : undefined;
};

const inGroups = (symbols: string): string => `${symbols.slice(0, 5)}-${symbols.slice(5)}`;
