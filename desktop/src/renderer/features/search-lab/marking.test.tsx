// @vitest-environment jsdom
import { judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { SearchResult } from '@inbetwin/shared/search/search-index.ts';
import { sampleMark } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { RankedResults } from './results/ranked-results.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));

const result = (at: number, text: string): SearchResult => ({
  passageId: `source:1:${at}`,
  sourceId: 'source:1',
  title: `Раздел ${at}`,
  text,
  score: 1,
  joined: [{ passageId: `source:1:${at}`, text }],
  duplicates: [],
  why: {
    fused: 0.03,
    fullText: {
      rank: at + 1,
      score: 4.2,
      nearness: 0,
      askedKind: 0,
      terms: [{ word: 'шатер', stem: 'шатр', kind: 'family', weight: 0.7, score: 4.2 }],
    },
  },
});
const results = [result(0, 'Аренда шатра.'), result(1, 'Шатёр с обогревом.'), result(2, 'Парковка у шатра.')];
const asked = { query: 'шатёр', results, answer: { answered: false, confidence: 0.1, quotes: [] } };

let workspace: Workspace;

beforeEach(async () => {
  workspace = await renderInWorkspace(<RankedResults asked={asked} isFiltered={false} />);
  await screen.findByText('3 результата');
});

afterEach(() => leaveWorkspace(workspace, 'settings'));

const row = (place: number) => {
  const found = screen.getAllByRole('listitem').find((item) => item.querySelector(`[data-row="${place}"]`));
  if (!found) throw new Error(`There is no place ${place}.`);
  return found;
};
const pressedIn = (place: number): readonly string[] =>
  within(row(place))
    .getAllByRole('button', { pressed: true })
    .map((button) => button.textContent ?? '');
const marks = async () =>
  (await workspace.collections.settings.findOne(judgementIdOf('шатёр')).exec())?.marks?.map(
    ({ passageId, userId, grade }) => `${passageId} ${userId} ${grade}`,
  );
const press = (code: string): void => {
  fireEvent.keyDown(document.activeElement ?? document.body, { code, key: code });
};

it('marks by keys alone, shows what is marked, and takes it back step by step', async () => {
  press('Digit2');
  await waitFor(() => expect(pressedIn(1)[0]).toContain('Подходит'));
  press('KeyJ');
  expect(row(2)).toContain(document.activeElement);
  press('Digit0');
  await waitFor(() => expect(pressedIn(2)[0]).toContain('Не подходит'));
  expect(await marks()).toEqual(['source:1:0 anna 2', 'source:1:1 anna 0']);
  press('Digit1');
  await waitFor(() => expect(pressedIn(2)[0]).toContain('Частично'));
  expect(screen.getByText('2 отметки в наборе')).toBeDefined();

  press('KeyU');
  await waitFor(() => expect(pressedIn(2)[0]).toContain('Не подходит'));
  press('KeyU');
  await waitFor(async () => expect(await marks()).toEqual(['source:1:0 anna 2']));
  press('KeyU');
  await waitFor(async () => expect(await marks()).toBeUndefined());
  expect(screen.getByRole('button', { name: /Отменить/ })).toHaveProperty('disabled', true);
});

it('marks by buttons, and the same one again takes the mark back', async () => {
  const buttonIn = (place: number, name: RegExp) => within(row(place)).getByRole('button', { name });
  fireEvent.click(buttonIn(3, /^Частично/));
  await waitFor(() => expect(pressedIn(3)[0]).toContain('Частично'));
  expect(await marks()).toEqual(['source:1:2 anna 1']);
  fireEvent.click(buttonIn(3, /^Частично/));
  await waitFor(async () => expect(await marks()).toBeUndefined());
  expect(screen.queryAllByRole('button', { pressed: true })).toEqual([]);
});

it('walks by arrows, and stops at both ends', () => {
  press('KeyK');
  expect(row(1)).toContain(document.activeElement);
  press('ArrowUp');
  expect(row(1)).toContain(document.activeElement);
  for (let step = 0; step < 5; step += 1) press('ArrowDown');
  expect(row(3)).toContain(document.activeElement);
});

it('shows marked by a colleague as theirs, and lets one’s own newer word hold', async () => {
  press('Digit2');
  await waitFor(async () => expect(await marks()).toHaveLength(1));
  const document = await workspace.collections.settings.findOne(judgementIdOf('шатёр')).exec(true);
  const digest = document.marks?.[0]?.digest ?? '';
  const theirs = { ...sampleMark('source:1:0', 'boris', 0), digest, at: Date.now() + 60_000 };
  await document.incrementalModify((current) => ({ ...current, marks: [...(current.marks ?? []), theirs] }));
  await waitFor(() => expect(pressedIn(1)[0]).toContain('Не подходит'));
  expect(within(row(1)).getByText('отметка коллеги')).toBeDefined();

  press('Digit2');
  await waitFor(() => expect(pressedIn(1)[0]).toContain('Подходит'));
  expect((await marks())?.toSorted()).toEqual(['source:1:0 anna 2', 'source:1:0 boris 0']);
  press('KeyU');
  await waitFor(() => expect(pressedIn(1)[0]).toContain('Не подходит'));
});

it('says why each passage ranked, by a sign and in words', () => {
  const chips = within(row(1)).getByRole('list', { name: 'Почему здесь' });
  expect(chips.textContent).toContain('однокоренное: «шатер» в запросе, «шатр» в тексте, вес 0,7, вклад 4,20');
  expect(chips.textContent).toContain('~');
  expect(chips.textContent).toContain('#1 · 4,20');
});
