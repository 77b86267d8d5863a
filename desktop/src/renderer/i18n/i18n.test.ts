import { typographyFaults } from '@inbetwin/shared/testing/typography.ts';
import { describe, expect, it } from 'vitest';
import { people as peopleEn } from './en/people.ts';
import { wording as wordingEn } from './en/wording.ts';
import { en } from './en.ts';
import { preferredLanguage } from './i18n.ts';
import { people as peopleRu } from './ru/people.ts';
import { wording as wordingRu } from './ru/wording.ts';
import { ru } from './ru.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;

type Words = { readonly [key: string]: string | Words };

const flatten = (words: Words, path: readonly string[] = []): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([key, word]) =>
    typeof word === 'string' ? [[[...path, key].join('.'), word] as const] : flatten(word, [...path, key]),
  );

const russian = new Map(flatten({ ...ru, wording: wordingRu, people: peopleRu }));
const english = new Map(flatten({ ...en, wording: wordingEn, people: peopleEn }));
const stemsOf = (words: Map<string, string>) => [...new Set([...words.keys()].map((key) => key.replace(PLURAL, '')))];
const pluralStems = (words: Map<string, string>) => [
  ...new Set([...words.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''))),
];
const placeholders = (word: string) => [...word.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map(([, name]) => name).sort();

describe('the words of both languages', () => {
  it('have the same keys', () => {
    expect(stemsOf(english)).toEqual(stemsOf(russian));
  });

  it.each([
    ['ru', russian],
    ['en', english],
  ] as const)('have every plural form that %s needs, and no other but for zero', (language, words) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const stem of pluralStems(words)) {
      const present = [...words.keys()].filter((key) => key.replace(PLURAL, '') === stem && PLURAL.test(key));
      const counted = present.filter((key) => !key.endsWith('_zero'));
      expect(counted.toSorted(), stem).toEqual(forms.map((form) => `${stem}_${form}`).toSorted());
    }
  });

  it('fill in the same values', () => {
    for (const [key, word] of english) expect(placeholders(russian.get(key) ?? ''), key).toEqual(placeholders(word));
  });

  it('are never empty and never shout', () => {
    for (const [key, word] of [...russian, ...english]) {
      expect(word.trim(), key).not.toBe('');
      expect(word, key).not.toMatch(/!/);
    }
  });

  it.each([
    ['ru', russian],
    ['en', english],
  ] as const)('are set as type is set in %s', (language, words) => {
    const faults = [...words].flatMap(([key, word]) =>
      typographyFaults(word, language).map((fault) => `${key}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('are written in their own script', () => {
    const foreign = [...russian].filter(([, word]) => !/[а-яё]/i.test(word) && /[a-z]{3}/i.test(word));
    const isBrand = (key: string) => /^channel\.\w+\.name$/.test(key);
    const keys = foreign.map(([key]) => key).filter((key) => !isBrand(key));
    expect(keys).toEqual(['product', 'language.en']);
    const stray = [...english].filter(([, word]) => /[а-яё]/i.test(word)).map(([key]) => key);
    expect(stray).toEqual(['language.ru']);
  });
});

describe('preferredLanguage', () => {
  it('takes the first language of the browser that the interface speaks', () => {
    expect(preferredLanguage(['de-DE', 'ru-RU', 'en'])).toBe('ru');
    expect(preferredLanguage(['en-US'])).toBe('en');
  });

  it('falls back to English', () => {
    expect(preferredLanguage(['de', ''])).toBe('en');
  });
});
