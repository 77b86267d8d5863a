import 'fake-indexeddb/auto';
import { editSource, finishSourceChanges } from '@inbetwin/shared/knowledge/change-details.ts';
import { readerHere } from '@inbetwin/shared/knowledge/reader/read-here.ts';
import { type SourceChange, withSourceChange } from '@inbetwin/shared/knowledge/source-details.ts';
import { afterEach, expect, test } from 'vitest';
import { openWorkspace, type Workspace } from '../../database/workspace-database.ts';
import { shown } from '../../testing/shown.ts';
import { importFile } from './import-file.ts';

let workspace: Workspace | undefined;

afterEach(async () => {
  if (workspace && !workspace.database.closed) await workspace.close();
});

const name = () => `change-${crypto.randomUUID()}`;
const open = async (named: string): Promise<Workspace> => {
  workspace = await openWorkspace({ name: named, multiInstance: false, only: ['sources', 'passages'] });
  return workspace;
};
const price = new File(
  [`# Прайс\n\n${Array.from({ length: 230 }, (_, at) => `## Услуга ${at}\n\nСтоит ${at} рублей.\n`).join('\n')}`],
  'price.md',
);
const change = async (opened: Workspace, id: string, next: SourceChange, onProgress?: (share: number) => void) =>
  editSource(
    opened,
    [{ shown: await shown(opened, 'sources', id), next: (source) => withSourceChange(source, next, Date.now()) }],
    onProgress,
  );
const passagesOf = async ({ collections }: Workspace) =>
  (await collections.passages.find().exec()).map((passage) => passage.toJSON());

test('product and days reach a large source with all its passages, told as it goes', async () => {
  const opened = await open(name());
  const { id } = await importFile(opened, price, { reader: readerHere() });
  const shares: number[] = [];
  const details = { title: 'Цены', product: 'Шатёр', validUntil: 900 };
  await change(opened, id, details, (share) => shares.push(share));
  const source = (await opened.collections.sources.findOne(id).exec(true)).toJSON();
  expect(source).toMatchObject(details);
  expect(source.changing).toBeUndefined();
  const passages = await passagesOf(opened);
  expect(passages).toHaveLength(230);
  for (const passage of passages) {
    expect(passage).toMatchObject({ product: 'Шатёр', validUntil: 900, updatedAt: source.updatedAt });
    expect(passage.title).toMatch(/^Цены › Услуга \d+$/);
  }
  expect(shares.at(-1)).toBe(1);
  expect(shares.length).toBeGreaterThan(1);

  await change(opened, id, { product: null });
  for (const { product } of await passagesOf(opened)) expect(product).toBeUndefined();
});

test('a change that a closed window cut is finished at the next opening', async () => {
  const named = name();
  const first = await open(named);
  const { id } = await importFile(first, price, { reader: readerHere() });
  const cutOff = () => {
    throw new Error('The window is closed.');
  };
  await expect(change(first, id, { product: 'Шатёр' }, cutOff)).rejects.toThrow('closed');
  await first.database.close();

  const second = await open(named);
  const cut = await passagesOf(second);
  expect(cut.some(({ product }) => product === undefined)).toBe(true);
  expect((await second.collections.sources.findOne(id).exec(true)).changing).toBeDefined();
  await finishSourceChanges(second);
  for (const { product } of await passagesOf(second)) expect(product).toBe('Шатёр');
  expect((await second.collections.sources.findOne(id).exec(true)).changing).toBeUndefined();
});

test('two changes at once leave the source and its passages alike, and bring back nothing that was deleted', async () => {
  const opened = await open(name());
  const { id } = await importFile(opened, price, { reader: readerHere() });
  await (await opened.collections.passages.findOne(`${id}:7`).exec(true)).remove();
  await Promise.all(['Шатёр', 'Пол', 'Свет'].map((product) => change(opened, id, { product })));
  const { product } = await opened.collections.sources.findOne(id).exec(true);
  const passages = await passagesOf(opened);
  expect(passages).toHaveLength(229);
  expect(new Set(passages.map((passage) => passage.product))).toEqual(new Set([product]));
});
