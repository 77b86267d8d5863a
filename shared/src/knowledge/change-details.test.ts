import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openTeamDocuments, type TeamDocuments } from '../ports/team-documents.ts';
import { createFillingStore } from '../testing/writing-store.ts';
import { validityAt } from '../timing/validity-at.ts';
import { applyChange, changeDetails } from './change-details.ts';
import { completeImports, importInto } from './import-source.ts';
import { lendHere } from './reader/read-here.ts';
import type { SourceChange } from './source-details.ts';
import { partsOf, readWhole } from './testing/read-whole.ts';

const text = `# Прайс\n\n${Array.from({ length: 130 }, (_, at) => `## Услуга ${at}\n\nСтоит ${at} рублей.\n`).join('\n')}`;

/** A filling store with a source. */
const openBreaking = async () => {
  const { store, disk } = createFillingStore();
  const documents = openTeamDocuments(store, 't');
  const prepared = await readWhole({ bytes: text, fileName: 'price.md' });
  await importInto(documents, partsOf(prepared));
  return { documents, disk, sourceId: prepared.source.id };
};

const passagesOf = async (documents: TeamDocuments, sourceId: string) =>
  (await documents.passages.find({ index: ['sourceId', 'position'], equals: [sourceId], limit: 500 })).items;

it('reaches every passage, renames it below its headings, and clears what is null', async () => {
  const { documents, sourceId } = await openBreaking();
  const change = { title: 'Цены 2026', product: 'Шатёр', validUntil: 900 };
  const changed = await changeDetails(documents, { sourceId, change, now: 50 });
  expect(changed).toMatchObject({ ...change, updatedAt: 50 });
  expect(changed?.changing).toBeUndefined();
  const passages = await passagesOf(documents, sourceId);
  expect(passages).toHaveLength(130);
  for (const passage of passages) expect(passage).toMatchObject({ product: 'Шатёр', validUntil: 900, updatedAt: 50 });
  expect(passages[3]?.title).toBe('Цены 2026 › Услуга 3');

  await changeDetails(documents, { sourceId, change: { product: null, validFrom: 3 }, now: 60 });
  const [first] = await passagesOf(documents, sourceId);
  expect(first).toMatchObject({ title: 'Цены 2026 › Услуга 0', validFrom: 3, validUntil: 900 });
  expect(first?.product).toBeUndefined();
});

it('writes nothing when nothing changes', async () => {
  const { documents, disk, sourceId } = await openBreaking();
  await changeDetails(documents, { sourceId, change: { product: 'Шатёр' }, now: 50 });
  disk.writes = 0;
  const again = await changeDetails(documents, { sourceId, change: { product: 'Шатёр', validFrom: null }, now: 60 });
  expect(again).toMatchObject({ product: 'Шатёр', updatedAt: 50 });
});

it('is completed at the next start, wherever a crash cut it', async () => {
  for (const writes of [1, 2, 60, 130]) {
    const { documents, disk, sourceId } = await openBreaking();
    disk.writes = writes;
    const change = { title: 'Цены', product: 'Шатёр' };
    await expect(changeDetails(documents, { sourceId, change, now: 50 })).rejects.toMatchObject({ code: 'store.full' });
    disk.writes = Number.POSITIVE_INFINITY;
    expect((await documents.sources.get(sourceId))?.changing).toEqual({ titleBefore: 'Прайс' });
    expect(
      await completeImports({
        documents,
        now: 90,
        readOriginal: async () => undefined,
        lendReader: lendHere,
        signal: new AbortController().signal,
      }),
    ).toBe(1);
    expect((await documents.sources.get(sourceId))?.changing).toBeUndefined();
    for (const passage of await passagesOf(documents, sourceId)) {
      expect(passage.product).toBe('Шатёр');
      expect(passage.title).toMatch(/^Цены › Услуга \d+$/);
    }
  }
});

it('leaves source and passages alike, however changes overlap', async () => {
  const change = fc.record<SourceChange>(
    {
      title: fc.constantFrom('A', 'B', 'A › B'),
      product: fc.constantFrom('x', 'y', null),
      validUntil: fc.constantFrom(10, 20, null),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const { documents, sourceId } = await openBreaking();
      await Promise.all(changes.map((one, at) => changeDetails(documents, { sourceId, change: one, now: 50 + at })));
      const source = await applyChange(documents, sourceId);
      expect(source?.changing).toBeUndefined();
      for (const passage of await passagesOf(documents, sourceId)) {
        expect([passage.product, passage.validUntil]).toEqual([source?.product, source?.validUntil]);
      }
    }),
    { numRuns: 15 },
  );
});

it('brings no deleted passage back, and knows no source that is gone', async () => {
  const { documents, sourceId } = await openBreaking();
  await documents.passages.delete([`${sourceId}:3`]);
  await changeDetails(documents, { sourceId, change: { product: 'Шатёр' }, now: 50 });
  expect(await passagesOf(documents, sourceId)).toHaveLength(129);
  await documents.sources.delete([sourceId]);
  expect(await changeDetails(documents, { sourceId, change: { product: 'Пол' }, now: 60 })).toBeUndefined();
});

it('waits for a source that is still being read', async () => {
  const { documents, sourceId } = await openBreaking();
  await documents.sources.update(sourceId, (source) => ({ ...source, state: 'indexing' }));
  const change = { product: 'Шатёр' };
  await expect(changeDetails(documents, { sourceId, change, now: 50 })).rejects.toMatchObject({
    code: 'resource.conflict',
  });
});

it('holds from its first to its last moment', () => {
  const details = { validFrom: 10, validUntil: 20 };
  expect([9, 10, 20, 21].map((now) => validityAt(details, now))).toEqual(['future', 'valid', 'valid', 'expired']);
  expect(validityAt({}, 0)).toBe('valid');
});
