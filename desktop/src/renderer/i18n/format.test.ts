// @vitest-environment jsdom
import fc from 'fast-check';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatDay, formatMoment, formatMoney, formatShare, formatSize } from './format.ts';
import { changeLanguage, startI18n, wordFor } from './i18n.ts';

const now = new Date(2026, 2, 12, 15, 30).getTime();
const HOUR = 3_600_000;
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('moments', () => {
  beforeAll(() => startI18n('en'));
  const moment = (at: number) => formatMoment({ at, now, language: 'en' }, i18next.t);

  it('are relative within a day, then a date', () => {
    expect(moment(now - 20_000)).toBe('now');
    expect(moment(now - 5 * 60_000)).toBe('5 min ago');
    expect(moment(now - 3 * HOUR)).toBe('3 hr ago');
    expect(moment(now - 30 * HOUR)).toBe('11 Mar');
    expect(moment(new Date(2025, 11, 30).getTime())).toBe('30/12/25');
  });

  it('of a clock that runs ahead, by however much, read as now and as today', () => {
    const day = (at: number) => formatDay({ at, now, language: 'en' }, i18next.t);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 * 365 * 24 * HOUR }), (ahead) => {
        expect([moment(now + ahead), day(now + ahead)]).toEqual(['now', 'Today']);
      }),
      { seed: 7 },
    );
  });

  it('name today and yesterday between days', () => {
    const day = (at: number) => formatDay({ at, now, language: 'en' }, i18next.t);
    expect([day(now), day(now - 24 * HOUR), day(now - 72 * HOUR)]).toEqual(['Today', 'Yesterday', '9 March']);
  });
});

describe('numbers', () => {
  it('read as the language writes them', () => {
    expect(plain(formatMoney(1_500_000, 'RUB', 'ru'))).toBe('1 500 000 ₽');
    expect(plain(formatMoney(99.5, 'EUR', 'en'))).toBe('€99.50');
    expect(plain(formatMoney(10, 'баллов', 'ru'))).toBe('10 баллов');
    expect(plain(formatShare(0.62, 'ru'))).toBe('62 %');
    expect(plain(formatSize(0, 'en'))).toBe('0 bytes');
    expect(plain(formatSize(132, 'ru'))).toBe('132 байта');
    expect(plain(formatSize(3_500_000, 'ru'))).toBe('3,3 МБ');
  });
});

describe('wordFor', () => {
  it('words known codes and leaves unknown ones to the caller', async () => {
    await changeLanguage('ru');
    expect(wordFor('leads.score.reason', 'budget_known')).toBe('назван бюджет');
    expect(wordFor('leads.score.reason', 'no such')).toBeUndefined();
    expect(wordFor('leads.score', 'reason')).toBeUndefined();
  });
});
