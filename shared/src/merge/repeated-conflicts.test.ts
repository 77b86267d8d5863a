import { expect, test } from 'vitest';
import { mergeDocuments } from './merge-documents.ts';
import type { Mergeable } from './mergeable.ts';
import { isSameState } from './same-state.ts';
import { sampleContact } from './testing/samples.ts';

const [anna, boris, clara] = ['001795219200100-0000-anna', '001795219200100-0000-boris', '001795219200101-0000-clara'];
const edits = { '/company': { at: clara, by: 'clara' } };
const seen = { anna, boris, clara };
const deletion = { id: `@${boris}`, path: '', deleted: true, at: boris, by: 'boris' };
const contact = { ...sampleContact, company: 'Лофт', _deleted: false, edits };

/** Two deleted it without knowing of one another, and Clara edited it without knowing of either. */
const heardOfBoris: Mergeable = { ...contact, seen: { boris, clara }, conflicts: [deletion] };
const heardOfBoth: Mergeable = { ...contact, seen, conflicts: [{ ...deletion, also: [{ at: anna, by: 'anna' }] }] };
const bothDeleted: Mergeable = {
  id: 'd',
  _deleted: true,
  edits: { '': { at: boris, by: 'boris', also: [{ at: anna, by: 'anna' }] } },
  seen: { anna, boris },
};

test.each([
  ['another state that has heard of both', heardOfBoris, heardOfBoth],
  ['both deletions as one', heardOfBoris, bothDeleted],
  ['both deletions, of which it has heard', heardOfBoth, bothDeleted],
])('two deletions that give way to one edit wait as one choice, whatever comes first: %s', (_what, a, b) => {
  const results = [
    mergeDocuments('contacts', { local: a, remote: b }),
    mergeDocuments('contacts', { local: b, remote: a }),
  ];
  for (const merged of results) {
    expect(merged).toMatchObject({ _deleted: false, company: 'Лофт', conflicts: heardOfBoth.conflicts });
    const again = mergeDocuments('contacts', { local: merged, remote: heardOfBoth });
    expect(isSameState(again, heardOfBoth)).toBe(true);
  }
});

const asWritten = { id: `/company@${boris}`, path: '/company', value: 'Лофт и шатёр', at: boris, by: 'boris' };
const together = { ...asWritten, value: 'Новый лофт и шатёр', also: [{ at: anna, by: 'anna' }] };

test.each([
  ['together with another’s', together],
  ['of the same changes', { ...asWritten, value: 'Шатёр и лофт' }],
])(
  'a text that lost waits once and is never taken for settled, though it lost on the other side in other words: %s',
  (_what, other) => {
    const a: Mergeable = { ...contact, seen, conflicts: [asWritten] };
    const b: Mergeable = { ...contact, seen, conflicts: [other] };
    const results = [
      mergeDocuments('contacts', { local: a, remote: b }),
      mergeDocuments('contacts', { local: b, remote: a }),
    ];
    for (const merged of results) {
      expect(merged.conflicts).toEqual([other]);
      for (const side of [a, b])
        expect(isSameState(mergeDocuments('contacts', { local: merged, remote: side }), merged)).toBe(true);
    }
  },
);

test('a value that waits keeps the time at which the server received it, where its author’s clock was ahead', () => {
  const received: Mergeable = { ...contact, seen, conflicts: [{ ...asWritten, receivedAt: 1_795_000_000_000 }] };
  for (const other of [received, { ...contact, seen, conflicts: [asWritten] }, { ...contact, seen: { clara } }]) {
    expect(mergeDocuments('contacts', { local: other, remote: received }).conflicts).toEqual(received.conflicts);
  }
});

test('two texts that share one person’s change, and differ in another’s, both wait', () => {
  const vera = '001795219200100-0000-vera';
  const withVera = { ...together, id: `/company@${vera}`, value: 'Новый лофт и сад', at: vera, by: 'vera' };
  const conflicts = [together, withVera];
  const waiting: Mergeable = { ...contact, seen: { ...seen, vera }, conflicts };
  expect(mergeDocuments('contacts', { local: waiting, remote: waiting }).conflicts).toEqual(conflicts);
});
