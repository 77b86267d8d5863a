import type { Block } from '../file-format.ts';
import type { Row } from './csv-rows.ts';

export type Warning = Extract<Block, { kind: 'warning' }>;

/** The blocks of a row, or why it cannot be used. */
export type ReadRow = (row: Row) => readonly Block[] | Warning;

/** Begins to read a table by its first rows. `from`: how many of them are not data but the names of columns. */
export type TableReader = (first: readonly Row[]) => { readonly from: number; readonly read: ReadRow };

export const isWarning = (read: readonly Block[] | Warning): read is Warning => 'kind' in read;

export const leftOut = (row: Row, message: string): Warning => ({ kind: 'warning', line: row.line, message });
