import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { type Conversation, conversations, reachStates } from '../entities/conversation.ts';
import { messages } from '../entities/message.ts';
import { openTeamDocuments, type TeamDocuments } from '../ports/team-documents.ts';
import { createMemoryStore } from '../testing/memory-store.ts';
import { applyMessage } from './messages/apply-message.ts';
import { isReachable, noteAttempt, noteReach } from './reach.ts';

const stored: Conversation = conversations.samples.stored;
const id = stored.id;
let documents: TeamDocuments;

beforeEach(async () => {
  documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.conversations.put(stored);
});

const reach = async () => (await documents.conversations.get(id))?.reach;
const known = async () => (await documents.conversations.get(id)) ?? stored;

test('whatever the platform repeats and however late, the newest that it told stands', async () => {
  const change = fc.record({ state: fc.constantFrom(...reachStates), at: fc.integer({ min: 0, max: 20 }) });
  await fc.assert(
    fc.asyncProperty(
      fc
        .uniqueArray(change, { minLength: 1, maxLength: 6, selector: ({ at }) => at })
        .chain((told) =>
          fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 })),
        ),
      async ([told, arrived]) => {
        await documents.conversations.put(stored);
        for (const one of arrived) await noteReach(documents, id, one);
        expect(await reach()).toEqual(told.toSorted((a, b) => a.at - b.at).at(-1));
      },
    ),
    { numRuns: 30, seed: 7 },
  );
});

test('a refusal counts until the platform tells more, whatever our clock says; so does a message that arrives', async () => {
  await noteAttempt(documents, await known(), false);
  expect(await reach()).toEqual({ state: 'blocked', at: 0 });
  expect(isReachable(await known())).toBe(false);
  await noteReach(documents, id, { state: 'open', at: 5 });
  expect(isReachable(await known())).toBe(true);
  await noteReach(documents, id, { state: 'blocked', at: 6 });
  await noteAttempt(documents, await known(), true);
  expect(await reach()).toEqual({ state: 'open', at: 6 });
});

test('an attempt that began before the platform told something shows nothing new', async () => {
  const before = await known();
  await noteReach(documents, id, { state: 'open', at: 5 });
  await noteAttempt(documents, before, false);
  expect(await reach()).toEqual({ state: 'open', at: 5 });
  const opened = await known();
  await noteReach(documents, id, { state: 'open', at: 7 });
  await noteAttempt(documents, opened, false);
  expect(await reach()).toEqual({ state: 'open', at: 7 });
});

test('a refusal in a group says that we may not write there, and forgets no better reason', async () => {
  await documents.conversations.update(id, (current) => ({ ...current, audience: 'group' }));
  await noteAttempt(documents, await known(), false);
  expect(await reach()).toEqual({ state: 'muted', at: 0 });
  await noteReach(documents, id, { state: 'removed', at: 5 });
  await noteAttempt(documents, await known(), false);
  expect(await reach()).toEqual({ state: 'removed', at: 5 });
});

test.each([
  ['blocked', 9, 'open'],
  ['removed', 9, 'open'],
  ['muted', 9, 'muted'],
  ['blocked', 4, 'blocked'],
] as const)('a customer who wrote at a time: %s, %i, %s', (state, sentAt, then) => {
  const message = {
    ...messages.samples.stored,
    direction: 'inbound' as const,
    sentAt,
    createdAt: stored.createdAt + 9,
  };
  expect(applyMessage({ ...stored, reach: { state, at: 5 } }, message).reach).toEqual({ state: then, at: 5 });
});
