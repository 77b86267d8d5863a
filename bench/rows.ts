import type { Measurement } from './bench-area.ts';

/** The objects that `--json` prints, one per line. */
export type Row = {
  readonly area: string;
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer?: string;
  readonly peerValue?: number;
  /** `value / peerValue`. */
  readonly ratio?: number;
};

/** Converts a measurement to a row. */
export const toRow = (area: string, { name, unit, value, peer }: Measurement): Row => {
  const row = { area, name, unit, value: round(value) };
  return peer ? { ...row, peer: peer.name, peerValue: round(peer.value), ratio: round(value / peer.value) } : row;
};

/** Four significant digits; more would be noise. */
const round = (value: number): number => {
  if (!Number.isFinite(value)) throw new RangeError(`A measurement came out as ${value}.`);
  return Number(value.toPrecision(4));
};

const columns: readonly { readonly title: string; readonly right?: true; readonly read: (row: Row) => unknown }[] = [
  { title: 'area', read: ({ area }) => area },
  { title: 'name', read: ({ name }) => name },
  { title: 'value', right: true, read: ({ value }) => value },
  { title: 'unit', read: ({ unit }) => unit },
  { title: 'peer', read: ({ peer }) => peer },
  { title: 'peer value', right: true, read: ({ peerValue }) => peerValue },
  { title: 'ratio', right: true, read: ({ ratio }) => ratio },
];

/** Formats an aligned table with a heading. */
export const formatTable = (rows: readonly Row[]): string => {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ read }) => show(read(row))))];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const pad = (cell: string, at: number): string =>
    columns[at]?.right ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
  return cells.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
};

const show = (value: unknown): string => (value === undefined ? '' : String(value));
