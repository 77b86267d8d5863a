import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { conflictsOf, editsOf, seenOf } from '@inbetwin/shared/merge/mergeable.ts';
import { toldAt } from '@inbetwin/shared/merge/stamp-order.ts';
import { expect, test } from 'vitest';
import { createDevice } from './testing/create-device.ts';
import { boris, openGateway } from './testing/open-gateway.ts';
import { sampleLead } from './testing/sample-documents.ts';

const MINUTE = 60_000;

const change = ({ _deleted, ...document }: SyncDocument, changes: Partial<Lead>) => ({ ...document, ...changes });

test('what an older client does not sign is signed for it', async () => {
  const { documents, read, send } = openGateway();
  await documents.leads.put(sampleLead());
  await documents.leads.update('lead:1', (lead) => ({ ...lead, title: 'Шатёр' }));
  const { edits: _, seen: __, ...base } = await read('lead:1');
  await send({ assumedMasterState: base, newDocumentState: { ...base, stage: 'won' } });
  const stored = await read('lead:1');
  expect(stored).toMatchObject({ stage: 'won', title: 'Шатёр' });
  expect(editsOf(stored)).toMatchObject({ '/stage': { by: 'anna' }, '/title': { by: 'server' } });
});

test("nobody signs in another's name", async () => {
  const { documents, read, send, annas, time } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(createDevice('leads', { userId: 'boris', now: time })(base, change(base, { title: 'Шатёр' })), boris);
  const known = await read('lead:1');
  const { newDocumentState: honest } = annas(known, change(known, { stage: 'won' }));
  const at = editsOf(honest)['/stage']?.at ?? '';
  const lie = {
    ...honest,
    edits: {
      ...editsOf(honest),
      '/stage': { at, by: 'boris' },
      '/unheard-of': { at, by: 'boris' },
      '': { at, by: 'anna' },
    },
    conflicts: [{ id: `/title@${at}`, path: '/title', value: 'Подвал', at, by: 'boris' }],
  };
  await send({ assumedMasterState: known, newDocumentState: lie });
  const stored = await read('lead:1');
  expect(editsOf(stored)).toEqual({ '/stage': { at, by: 'anna' }, '/title': editsOf(known)['/title'] });
  expect(conflictsOf(stored).map(({ by }) => by)).toEqual(['anna']);
});

test('what was changed and changed back is not forgotten: another may have changed it at the same time', async () => {
  const { documents, read, send, annas, boriss } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const { newDocumentState: there } = annas(base, change(base, { stage: 'won' }));
  const { newDocumentState: back } = annas(there, change(there, { stage: sampleLead().stage }));
  await send({ assumedMasterState: base, newDocumentState: back });
  await send(boriss(base, change(base, { stage: 'lost' })), boris);
  const stored = await read('lead:1');
  expect([stored.stage, ...conflictsOf(stored).map(({ value }) => value)].toSorted()).toEqual(
    ['lost', sampleLead().stage].toSorted(),
  );
});

test('what was seen is never forgotten, whatever a device says', async () => {
  const { documents, read, send, annas, boriss } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(boriss(base, change(base, { title: 'Шатёр' })), boris);
  const known = await read('lead:1');
  const row = annas(known, change(known, { stage: 'won' }));
  const { 'device-of-boris': forgotten, ...seen } = seenOf(row.newDocumentState);
  await send({ ...row, newDocumentState: { ...row.newDocumentState, seen } });
  expect(seenOf(await read('lead:1'))).toMatchObject({ ...seen, 'device-of-boris': forgotten });
});

test('a device whose clock is a year ahead does not win for ever, and loses nothing', async () => {
  const { documents, read, send, boriss, time } = openGateway();
  await documents.leads.put(sampleLead());
  const ahead = createDevice('leads', { userId: 'anna', now: () => time() + 365 * 24 * 60 * MINUTE });
  const base = await read('lead:1');
  const first = ahead(base, change(base, { title: 'Шатёр', stage: 'won' }));
  await send(first);
  const stored = await read('lead:1');
  for (const stamp of Object.values(editsOf(stored))) expect(toldAt(stamp)).toBeLessThan(time() + 2 * MINUTE);
  expect((await send(first)).refused).toEqual([]);
  expect(editsOf(await read('lead:1'))).toEqual(editsOf(stored));

  time.advance(MINUTE);
  await send(boriss(stored, change(stored, { stage: 'lost' })), boris);
  const second = ahead(stored, change(stored, { title: 'Терраса' }));
  await send(second);
  expect(await read('lead:1')).toMatchObject({ title: 'Терраса', stage: 'lost' });
  expect(conflictsOf(await read('lead:1'))).toEqual([]);
});

test('a clock just within the limit, and then beyond it, loses nothing either', async () => {
  const { documents, read, send, time } = openGateway();
  await documents.leads.put(sampleLead());
  let ahead = MINUTE - 1_000;
  const device = createDevice('leads', { userId: 'anna', now: () => time() + ahead });
  const base = await read('lead:1');
  await send(device(base, change(base, { title: 'Шатёр' })));
  ahead = MINUTE + 5_000;
  const known = await read('lead:1');
  await send(device(known, change(known, { title: 'Терраса', stage: 'won' })));
  expect(await read('lead:1')).toMatchObject({ title: 'Терраса', stage: 'won' });
});

test('nobody has seen what is still to come, so that no later change of another is lost to them', async () => {
  const { documents, read, send, annas, boriss, time } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const row = annas(base, change(base, { stage: 'won' }));
  const tomorrow = String(time() + 24 * 60 * MINUTE).padStart(15, '0');
  const seen = { ...seenOf(row.newDocumentState), 'device-of-boris': `${tomorrow}-0000-device-of-boris` };
  await send({ ...row, newDocumentState: { ...row.newDocumentState, seen } });
  await send(boriss(base, change(base, { stage: 'lost' })), boris);
  const stored = await read('lead:1');
  expect([stored.stage, ...conflictsOf(stored).map(({ value }) => value)].toSorted()).toEqual(['lost', 'won']);
});

test('what was deleted and made again before the server heard of it is what its maker made of it', async () => {
  const { documents, read, send, annas } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  const { newDocumentState: gone } = annas(base, { id: base.id, _deleted: true });
  const { edits: _, seen: __, ...fields } = base;
  const { newDocumentState: anew } = annas(
    gone,
    change({ ...fields, _deleted: false }, { title: 'Заново', stage: 'won' }),
  );
  await send({ assumedMasterState: base, newDocumentState: anew });
  const stored = await read('lead:1');
  expect(stored).toMatchObject({ title: 'Заново', stage: 'won' });
  expect(conflictsOf(stored)).toEqual([]);
});

test('two who entered the same without knowing of one another have both entered it', async () => {
  const { documents, read, send, annas, boriss } = openGateway();
  await documents.leads.put(sampleLead());
  const base = await read('lead:1');
  await send(boriss(base, change(base, { stage: 'won' })), boris);
  const own = annas(base, change(base, { stage: 'won' })).newDocumentState;
  const merged = mergeDocuments('leads', { base, local: own, remote: await read('lead:1') });
  const { _deleted: __, ...joined } = merged;
  await send({ assumedMasterState: await read('lead:1'), newDocumentState: { ...joined, _deleted: false } });
  const stamp = editsOf(await read('lead:1'))['/stage'];
  expect([stamp?.by, ...(stamp?.also ?? []).map(({ by }) => by)].toSorted()).toEqual(['anna', 'boris']);
});
