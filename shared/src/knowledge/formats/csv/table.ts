import type { Block } from '../file-format.ts';
import type { Row } from './csv-rows.ts';

export type Warning = Extract<Block, { kind: 'warning' }>;

/** The blocks of a row, or why it is unusable. */
export type ReadRow = (row: Row) => readonly Block[] | Warning;

/** Starts reading a table given its first rows. `from` is the number of rows that contain column names instead of data. */
export type TableReader = (first: readonly Row[]) => { readonly from: number; readonly read: ReadRow };

export const isWarning = (read: readonly Block[] | Warning): read is Warning => 'kind' in read;

export const leftOut = (row: Row, message: string): Warning => ({ kind: 'warning', line: row.line, message });
