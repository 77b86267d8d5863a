import type { Stamp } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { expect, it } from 'vitest';
import { chooseValue, openAgain } from './choose.ts';

const stamp = (ms: number, node: string): Stamp => ({ at: `${String(ms).padStart(15, '0')}-0000-${node}`, by: node });
const write = (before: Mergeable, after: Mergeable, at: Stamp) => stampChanges('leads', { before, after }, at);
const push = (base: Mergeable, local: Mergeable, remote: Mergeable) => mergeDocuments('leads', { base, local, remote });

const base: Mergeable & Lead = {
  id: 'l',
  _deleted: false,
  contactId: 'c',
  title: 'Свадьба',
  stage: 'new',
  score: 0,
  scoreReasons: [],
  bant: {},
  createdAt: 1,
  updatedAt: 1,
};
const edit = (stage: Lead['stage'], at: Stamp) => write(base, { ...base, stage }, at);
const conflicted = push(base, edit('won', stamp(9, 'anna')), edit('lost', stamp(5, 'ivan')));
const third = push(base, conflicted, edit('proposal', stamp(3, 'olga')));
const valuesOf = ({ conflicts }: Mergeable) => (conflicts as Lead['conflicts'])?.map(({ value }) => value) ?? [];

it('leaves nothing waiting at a field once one of its values was chosen', () => {
  expect(valuesOf(third).toSorted()).toEqual(['lost', 'proposal']);
  const kept = chooseValue(third, '/stage');
  expect([kept.stage, valuesOf(kept)]).toEqual(['won', []]);
  const taken = chooseValue(third, '/stage', `/stage@${stamp(5, 'ivan').at}`);
  expect([taken.stage, valuesOf(taken)]).toEqual(['lost', []]);
});

it('keeps the present value when what was chosen is gone meanwhile', () => {
  expect(chooseValue(conflicted, '/stage', '/stage@nobody').stage).toBe('won');
});

it.each([undefined, `/stage@${stamp(5, 'ivan').at}`])(
  'opens a choice again for those who heard of it, too: %s',
  (id) => {
    const chosen = write(conflicted, chooseValue(conflicted, '/stage', id), stamp(20, 'anna'));
    const server = push(conflicted, chosen, conflicted);
    expect(valuesOf(server)).toEqual([]);
    const again = openAgain(chosen, conflicted, { path: '/stage', node: 'again' });
    const reopened = push(server, write(chosen, again, stamp(30, 'anna')), server);
    expect([reopened.stage, valuesOf(reopened)]).toEqual(['won', ['lost']]);

    const settled = write(reopened, chooseValue(reopened, '/stage'), stamp(40, 'anna'));
    expect(valuesOf(push(reopened, settled, reopened))).toEqual([]);
  },
);

it('puts an element back that a choice took out of its list', () => {
  const before = { id: 't', facts: [{ id: 'f', value: 'раз' }] };
  const again = openAgain({ id: 't', facts: [] }, before, { path: '/facts/f', node: 'again' });
  expect(again.facts).toEqual(before.facts);
});
