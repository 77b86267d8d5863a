import { expect, test } from 'vitest';
import { formatTable, toRow } from './rows.ts';

test('a row beside a peer says what share of it was reached', () => {
  const row = toRow('sync', { name: 'pull', unit: 'documents/s', value: 2000, peer: { name: 'floor', value: 3000 } });
  expect(row).toEqual({
    area: 'sync',
    name: 'pull',
    unit: 'documents/s',
    value: 2000,
    peer: 'floor',
    peerValue: 3000,
    ratio: 0.6667,
  });
});

test('a row without a peer has no word of one, and no more digits than were measured', () => {
  expect(toRow('messages', { name: 'reply-p50', unit: 'ms', value: 12.345678 })).toEqual({
    area: 'messages',
    name: 'reply-p50',
    unit: 'ms',
    value: 12.35,
  });
});

test('what could not be measured is an error, never a number', () => {
  expect(() => toRow('messages', { name: 'reply-p50', unit: 'ms', value: Number.NaN })).toThrow('NaN');
  const none = { name: 'pull', unit: 'documents/s', value: 1, peer: { name: 'floor', value: 0 } };
  expect(() => toRow('sync', none)).toThrow('Infinity');
});

test('the table lines up, numbers at their right', () => {
  const table = formatTable([
    { area: 'messages', name: 'reply-p50', unit: 'ms', value: 9.5 },
    { area: 'sync', name: 'pull', unit: 'documents/s', value: 2000, peer: 'floor', peerValue: 3000, ratio: 0.6667 },
  ]);
  expect(table).toBe(
    [
      'area      name       value  unit         peer   peer value   ratio',
      'messages  reply-p50    9.5  ms',
      'sync      pull        2000  documents/s  floor        3000  0.6667',
    ].join('\n'),
  );
});
