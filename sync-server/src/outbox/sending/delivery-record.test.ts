import { type Message, messages } from '@inbetwin/shared/entities/message.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, test } from 'vitest';
import { asBegun, openDeliveryRecord } from './delivery-record.ts';

const made = messages.samples.made;
const policy = { unknownOutcome: 'resend-once-marked' } as const;
const withDelivery = (delivery: Partial<Message['delivery']>): Message => ({
  ...made,
  delivery: { ...made.delivery, ...delivery },
});

const open = async (message: Message) => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.messages.put(message);
  const stored = async () => (await documents.messages.get(message.id))?.delivery;
  return { documents, stored, record: openDeliveryRecord(documents, message.id, undefined) };
};

test('an attempt is recorded before anything is sent, and clears the reason of the last one', async () => {
  const { record, stored } = await open(
    withDelivery({ attempts: 3, reason: { code: 'channel.unreachable', message: 'x' } }),
  );
  expect(await record.begin(policy)).toBeDefined();
  expect(await stored()).toEqual({ state: 'sending', attempts: 4, platformIds: [] });
});

test('only what an earlier process left in flight is in doubt, and it stays so until this process has sent it', async () => {
  const { record, stored } = await open(withDelivery({ state: 'sending', attempts: 1, platformIds: ['p1'] }));
  await record.begin(policy);
  expect(record.sent()).toEqual(['p1']);
  expect(await stored()).toMatchObject({ attempts: 2, resent: true });

  const own = await open(made);
  await own.record.begin(policy);
  await own.record.begin(policy);
  expect(await own.stored()).toEqual({ state: 'sending', attempts: 2, platformIds: [] });
});

test('a part that the platform accepted is not sent again, although it could not be recorded', async () => {
  const { record, documents, stored } = await open(made);
  await record.begin(policy);
  record.accept('p1');
  await documents.messages.update(made.id, (message) => ({ ...message, sentAt: message.sentAt + 1 }));
  await record.begin(policy);
  expect(record.sent()).toEqual(['p1']);
  await record.write({ state: 'sent' });
  expect(await stored()).toEqual({ state: 'sent', attempts: 2, platformIds: ['p1'] });
});

test('what is sent, failed or deleted meanwhile is not begun, and no refusal touches it', async () => {
  for (const state of ['sent', 'delivered', 'failed'] as const) {
    const { record, stored } = await open(withDelivery({ state, attempts: 1 }));
    expect(await record.begin(policy)).toBeUndefined();
    await record.refuse({ code: 'channel.window_closed', message: 'Too late.' });
    expect(await stored()).toEqual({ state, attempts: 1, platformIds: [] });
  }
  const { record, documents } = await open(made);
  await documents.messages.delete([made.id]);
  expect(await record.begin(policy)).toBeUndefined();
});

test('attempts are counted up to what a document may hold, and a mark stays', () => {
  const begun = asBegun(withDelivery({ attempts: 1000, resent: true }), false, policy);
  expect(begun.delivery).toEqual({ state: 'sending', attempts: 1000, platformIds: [], resent: true });
  expect(asBegun(made, true, { unknownOutcome: 'resend' }).delivery.resent).toBeUndefined();
});
