import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { isOptedOut, noteConsent } from './opt-out.ts';

const open = async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  await documents.contacts.put({ id: 'c', kind: 'person', name: 'Анна', identities: [], createdAt: 1, updatedAt: 1 });
  const isOut = async () => {
    const contact = await documents.contacts.get('c');
    return contact !== undefined && isOptedOut(contact);
  };
  return {
    documents,
    isOut,
    say: (text: string, createdAt: number) => noteConsent(documents, { text, createdAt }, 'c'),
  };
};

test('the last wish counts, and the same messages once more change nothing', async () => {
  const { say, isOut } = await open();
  const story = [
    ['стоп', 10, true],
    ['А сколько стоит зал?', 11, true],
    ['Да, пишите', 12, false],
    ["don't write to me any more", 13, true],
    ['start', 14, false],
  ] as const;
  for (const [text, at, expected] of story) {
    await say(text, at);
    expect(await isOut()).toBe(expected);
  }
  for (const [text, at] of story) await say(text, at);
  expect(await isOut()).toBe(false);
});

test('told in any order, an opt-out behind the last opt-in is never lost', async () => {
  const wish = fc.record({ text: fc.constantFrom('стоп', 'start'), createdAt: fc.integer({ min: 1, max: 50 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 8 }), async (wishes) => {
      const { say, isOut } = await open();
      for (const { text, createdAt } of wishes) await say(text, createdAt);
      const last = (text: string) =>
        Math.max(-1, ...wishes.flatMap((one) => (one.text === text ? [one.createdAt] : [])));
      if (last('стоп') >= last('start') && last('стоп') > 0) expect(await isOut()).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('"start" of somebody who never opted out is not kept', async () => {
  const { say, documents } = await open();
  const before = await documents.contacts.get('c');
  await say('/start', 5);
  expect(await documents.contacts.get('c')).toEqual(before);
});
