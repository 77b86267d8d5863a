import { describe, expect, it } from 'vitest';
import { readFeatures } from './word-features.ts';

const lessons = [
  ['палатка', 'зал'],
  ['палатка', 'зал', 'зал'],
  ['палатк', 'уникум'],
];
const features = await readFeatures(lessons, async () => undefined);
const row = (stem: string) => features.rows[features.stems.get(stem) ?? -1];
const namesOf = (stem: string): (string | undefined)[] =>
  [...(row(stem)?.columns ?? [])].map((column) => features.names[column]);

describe('the features of words', () => {
  it('are the word itself, when several passages have it, and its pieces with the ends marked', () => {
    expect(namesOf('зал')).toEqual(['=зал', '<за', 'зал', 'ал>', '<зал', 'зал>']);
  });

  it('are shared by words of one root', () => {
    const shared = namesOf('палатк').filter((name) => namesOf('палатка').includes(name));
    expect(shared).toContain('<пал');
    expect(shared.length).toBeGreaterThan(6);
  });

  it('leave out what one passage alone has', () => {
    expect(namesOf('уникум')).toEqual([]);
    expect(namesOf('палатк')).not.toContain('=палатк');
  });

  it('are known of a word that no passage has, by its pieces', () => {
    const { columns, weights } = features.piecesRow('палаточка');
    expect([...columns].map((column) => features.names[column])).toContain('<пал');
    expect([...weights].every((weight) => weight > 0)).toBe(true);
    expect(features.piecesRow('🦄').columns).toHaveLength(0);
  });

  it('are numbered from 0 on without gaps, each name once', () => {
    expect(features.count).toBe(features.names.length);
    expect(new Set(features.names).size).toBe(features.count);
  });
});

it('counts a word as the rarer the fewer passages hold it, however often each does', () => {
  expect(features.rarity('палатка')).toBe(features.rarity('зал'));
  expect(features.rarity('уникум')).toBeGreaterThan(features.rarity('зал'));
  expect(features.rarity('неизвестное')).toBeGreaterThan(features.rarity('уникум'));
});
