import { digestText } from '../../text/digest-text.ts';

/** Crockford's base 32, without letters that are easily confused when read aloud. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** Letters that people type in place of similar symbols, including those of a Russian keyboard. */
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
 * The number by which people refer to an order, such as `7K2M4-QXD9F`. It is derived from the document's id, so it is always the same for
 * one order. With 50 bits, two of a team's 100,000 orders share a number with a probability of 1 in 200,000.
 */
export const orderNumberOf = (workId: string): string => {
  const bits = BigInt(`0x${digestText(workId)}`) >> 14n;
  const symbols = Array.from(
    { length: LENGTH },
    (_, at) => SYMBOLS[Number((bits >> BigInt(5 * (LENGTH - 1 - at))) & 31n)],
  );
  return inGroups(symbols.join(''));
};

/** Parses a number as a customer wrote it and returns it in the form of `orderNumberOf`; undefined if it is not one. */
export const readOrderNumber = (text: string): string | undefined => {
  const symbols = [...text.toUpperCase().replaceAll(/[\s\-‐–—№#]/g, '')].map((symbol) => lookalikes[symbol] ?? symbol);
  const isNumber = symbols.length === LENGTH && symbols.every((symbol) => SYMBOLS.includes(symbol));
  return isNumber ? inGroups(symbols.join('')) : undefined;
};

const inGroups = (symbols: string): string => `${symbols.slice(0, 5)}-${symbols.slice(5)}`;
