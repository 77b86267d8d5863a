import { expect, it } from 'vitest';
import { analyzeText } from '../../language/analyze-text.ts';
import { ambiguousStems } from './ambiguous-stems.ts';
import { readGroup, synonymsOf } from './find-synonyms.ts';
import { wordGroups } from './word-groups.ts';

const MOST_WORDS = 40;

it('has more than six hundred groups, each with words of both languages, of a bounded size', () => {
  expect(wordGroups.length).toBeGreaterThanOrEqual(600);
  const odd = wordGroups.filter((line) => {
    const { same, narrower } = readGroup(line);
    const isBilingual = same.some((stem) => /[а-я]/.test(stem)) && same.some((stem) => /[a-z]/.test(stem));
    // The stem of a unit such as "metr" is the same in both languages.
    return (
      !(isBilingual || /\p{Script=Cyrillic}.*\p{Script=Latin}/u.test(line)) ||
      same.length < 2 ||
      same.length + narrower.length > MOST_WORDS
    );
  });
  expect(odd).toEqual([]);
});

it('has no words that are common in any text', () => {
  const common = wordGroups.flatMap((line) =>
    line.split(' ').filter((word) => analyzeText(word).some(({ stop }) => stop) && !word.includes('-')),
  );
  expect(common).toEqual([]);
});

it('lists as ambiguous the words of several groups that have nothing else in common', () => {
  const groups = new Map<string, (readonly string[])[]>();
  for (const { same } of wordGroups.map(readGroup))
    for (const stem of same) groups.set(stem, [...(groups.get(stem) ?? []), same]);
  const isApart = (stem: string, one: readonly string[], other: readonly string[]): boolean =>
    !one.some((word) => word !== stem && other.includes(word));
  const ambiguous = [...groups].filter(([stem, all]) =>
    all.some((one, at) => all.slice(at + 1).some((other) => isApart(stem, one, other))),
  );
  expect(ambiguous.map(([stem]) => stem).toSorted()).toEqual([...ambiguousStems()].toSorted());
});

it('finds the words of a group from every other one, and the kinds of a thing only from the thing', () => {
  for (const { same, narrower } of wordGroups.map(readGroup)) {
    for (const stem of same)
      expect([...synonymsOf(stem), stem]).toEqual(expect.arrayContaining([...same, ...narrower]));
    for (const stem of narrower) expect([...synonymsOf(stem), stem]).toEqual(expect.arrayContaining([...same]));
  }
  expect(synonymsOf('чихуахуа')).not.toContain('лабрадор');
  expect(synonymsOf('абракадабр')).toEqual([]);
});
