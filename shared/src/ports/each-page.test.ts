import { expect, test } from 'vitest';
import { eachPage } from './each-page.ts';

const pages: Readonly<Record<string, { readonly items: readonly number[]; readonly next?: string }>> = {
  first: { items: [1, 2], next: 'second' },
  second: { items: [3, 4], next: 'third' },
  third: { items: [5] },
};
const query = { index: ['n'], equals: [], limit: 2 };

const open = () => {
  const asked: string[] = [];
  const find = async ({ cursor = 'first' }: { readonly cursor?: string }) => {
    asked.push(cursor);
    return pages[cursor] ?? { items: [] };
  };
  return { asked, find };
};

test('everything is found once, in its order', async () => {
  const { find } = open();
  const found: number[] = [];
  for await (const page of eachPage({ find }, query)) found.push(...page);
  expect(found).toEqual([1, 2, 3, 4, 5]);
});

test('nothing more is read for one who has seen enough', async () => {
  const { find, asked } = open();
  for await (const page of eachPage({ find }, query)) if (page.includes(3)) break;
  expect(asked).toEqual(['first', 'second']);
});
