import { digestText } from '../../text/digest-text.ts';

/**
 * The same for the same words, whatever their case, ё, punctuation and spaces: two people who judge one query share one
 * document. Apart from the engine's analysis on purpose: ids must stay when that learns something.
 */
export const judgementIdOf = (query: string): string => `judgement:${digestText(normalise(query))}`;

const normalise = (query: string): string =>
  query
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
