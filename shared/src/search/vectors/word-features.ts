import type { Breathe } from '../../timing/breath.ts';
import { ENTRY_BYTES, textBytes } from '../memory.ts';
import { ROWS_PER_SLICE, type SparseRow } from './subspace.ts';

/** The features of words: the words themselves and their letter pieces, each with a number. */
export type WordFeatures = {
  readonly count: number;
  /** The number of passages that were read. */
  readonly passages: number;
  /** Feature rows' numbers by stem. */
  readonly stems: ReadonlyMap<string, number>;
  /** Features by the stem's number. */
  readonly rows: readonly SparseRow[];
  /** Returns the importance of a stem; an unknown one counts as if no passage contained it. */
  rarity(stem: string): number;
  /** Returns the features of any word, known or not, by its letter pieces only. */
  piecesRow(stem: string): SparseRow;
  /** The features' names by number; a name is the same wherever the feature occurs. */
  readonly names: readonly string[];
  /** The memory that the features take up, by estimate. */
  readonly bytes: number;
};

/** The weight of a word's pieces relative to the word itself; inflected languages need them. */
const PIECES = 2;
/** The entry of a feature in the table of words or pieces. */
const NAME_BYTES = 2 * ENTRY_BYTES;
/** The row of a stem with its two arrays, and its entries in the two tables of stems. */
const ROW_BYTES = 500;

/** Reads the features of all stems in the passages, numbered by first occurrence. */
export const readFeatures = async (
  passages: readonly (readonly string[])[],
  breathe: Breathe,
): Promise<WordFeatures> => {
  const held = await countHolders(passages, breathe);
  const names: string[] = [];
  const wordNumbers = new Map<string, number>();
  for (const [stem, count] of held) if (count > 1) wordNumbers.set(stem, names.push(`=${stem}`) - 1);
  const pieces = new Map<string, { readonly number: number; readonly rarity: number }>();
  for (const [piece, count] of await countPieces(held, breathe)) {
    if (count < 2) continue;
    pieces.set(piece, {
      number: names.push(piece) - 1,
      rarity: rarityOf(passages.length, Math.min(count, passages.length)),
    });
  }

  const rowOf = (stem: string, own: number | undefined): SparseRow => {
    const found = piecesOf(stem);
    const known = found.flatMap((piece) => pieces.get(piece) ?? []);
    const share = PIECES / (rarityOf(passages.length, 0) * Math.sqrt(found.length));
    const columns = known.map(({ number }) => number);
    const weights = known.map(({ rarity }) => rarity * share);
    return own === undefined
      ? { columns: Int32Array.from(columns), weights: Float64Array.from(weights) }
      : { columns: Int32Array.of(own, ...columns), weights: Float64Array.of(1, ...weights) };
  };

  const rows: SparseRow[] = [];
  for (const stem of held.keys()) {
    if (rows.length % ROWS_PER_SLICE === 0) await breathe();
    rows.push(rowOf(stem, wordNumbers.get(stem)));
  }

  return {
    count: names.length,
    passages: passages.length,
    stems: new Map([...held.keys()].map((stem, number) => [stem, number])),
    rows,
    rarity: (stem) => rarityOf(passages.length, held.get(stem) ?? 0),
    piecesRow: (stem) => rowOf(stem, undefined),
    names,
    bytes: bytesOf(names, rows),
  };
};

const bytesOf = (names: readonly string[], rows: readonly SparseRow[]): number =>
  names.reduce((sum, name) => sum + NAME_BYTES + textBytes(name), 0) +
  rows.reduce((sum, { columns, weights }) => sum + ROW_BYTES + columns.byteLength + weights.byteLength, 0);

const rarityOf = (passages: number, held: number): number => Math.log(1 + (passages - held + 0.5) / (held + 0.5));

const countHolders = async (
  passages: readonly (readonly string[])[],
  breathe: Breathe,
): Promise<Map<string, number>> => {
  const held = new Map<string, number>();
  for (const [at, stems] of passages.entries()) {
    if (at % ROWS_PER_SLICE === 0) await breathe();
    for (const stem of new Set(stems)) held.set(stem, (held.get(stem) ?? 0) + 1);
  }
  return held;
};

const countPieces = async (held: ReadonlyMap<string, number>, breathe: Breathe): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  let read = 0;
  for (const [stem, count] of held) {
    if (read++ % ROWS_PER_SLICE === 0) await breathe();
    for (const piece of piecesOf(stem)) counts.set(piece, (counts.get(piece) ?? 0) + count);
  }
  return counts;
};

const MAX_LENGTH = 32;

/**
 * Returns the 3- and 4-letter pieces of a word with its ends marked, which words of one root share whatever their
 * endings.
 */
const piecesOf = (word: string): string[] => {
  const marked = `<${word.slice(0, MAX_LENGTH)}>`;
  const pieces = new Set<string>();
  for (const size of [3, 4]) {
    for (let at = 0; at + size <= marked.length; at++) pieces.add(marked.slice(at, at + size));
  }
  return [...pieces];
};
