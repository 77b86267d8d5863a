import { expect, test } from 'vitest';
import { indexSubjects } from './subject-index.ts';
import type { Subject } from './subject-terms.ts';

/** A set that counts how often somebody goes through it. */
class CountedTerms extends Set<string> {
  passes = 0;
  override [Symbol.iterator]() {
    this.passes += 1;
    return super[Symbol.iterator]();
  }
}

const subject = (own: string, wide = ''): Subject => ({
  own: new Set(own.split(' ').filter(Boolean)),
  wide: new Set(wide.split(' ').filter(Boolean)),
});

test('however many questions a reply asks, each subject is read once', () => {
  const own = Array.from({ length: 1000 }, (_, at) => new CountedTerms(['hall', `room${at}`]));
  const index = indexSubjects(own.map((terms) => ({ own: terms, wide: new Set<string>() })));
  const before = own.map(({ passes }) => passes);
  for (let at = 0; at < 200; at++) index.meantBy(new Set(['hall', `room${at}`]), new Set([`room${at + 1}`]));
  index.withOwn(new Set(['hall']));
  expect(own.every(({ passes }, at) => passes === (before[at] ?? 0) + 1)).toBe(true);
});

test('what fits clearly better is meant alone, and so is each that has a word of its own', () => {
  const [white, black, chair, tent] = [
    subject('white hall'),
    subject('black hall'),
    subject('chair'),
    subject('tent', 'hall'),
  ];
  const index = indexSubjects([white, black, chair, tent]);
  expect(index.meantBy(new Set(['white', 'hall']))).toEqual([white]);
  expect(index.meantBy(new Set(['hall', 'chair']))).toEqual([white, black, chair]);
  expect(index.meantBy(new Set(['hall']))).toEqual([white, black]);
  expect(index.meantBy(new Set(['boat']))).toEqual([]);
});

test('of two that have the same words, one nearer, that which the customer asked for stays', () => {
  const [near, asked] = [subject('color', ''), subject('short', 'color')];
  const index = indexSubjects([near, asked, subject('nails'), subject('brows')]);
  expect(index.meantBy(new Set(['color']))).toEqual([near]);
  expect(index.meantBy(new Set(['color']), new Set(['short']))).toEqual([near, asked]);
});

test('terms of its own are told from those around', () => {
  const [hall, open] = [subject('hall', 'studio'), subject('')];
  const index = indexSubjects([hall, open]);
  expect([index.isOwn('hall'), index.isOwn('studio')]).toEqual([true, false]);
  expect(index.withOwn(new Set(['studio', 'boat']))).toEqual([]);
  expect(index.withOwn(new Set(['hall']))).toEqual([hall]);
  expect(index.open).toEqual([open]);
});
