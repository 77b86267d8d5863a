import { expect, it } from 'vitest';
import { analyzeText } from '../language/analyze-text.ts';
import { hashOf } from '../vectors/hash-of.ts';
import { fieldWeights, TERM_SNAPSHOT_VERSION } from './term-index.ts';

const sample = `Ёлки, шатры и подарки: аренда стоит 10 тыс. руб. за 2,5 часа, друзья возвращаются с детьми 12 мая 2026 г. в 18:30.
  iPhone 15 Pro, RTX-4090, Wi-Fi, А4, C++ и бизнес-план; 10 кг или 10kg, 30%, info@site.ru, +7 495 123-45-67.
  The children bought three deliveries, organising organizations' hopes; it costs $1,500.00 or 1500 USD, doesn't it? Café naïve.`;

it('a snapshot of older terms is refused: raise the version when the analysis or the weights change, then this line', () => {
  const terms = analyzeText(sample + 'iVBORw0KGgo'.repeat(30)).map(({ word, stem, stop, joint }) => [
    word,
    stem,
    stop,
    joint,
  ]);
  expect({
    version: TERM_SNAPSHOT_VERSION,
    terms: hashOf(JSON.stringify([terms, fieldWeights])),
  }).toMatchInlineSnapshot(`
    {
      "terms": 3809151398,
      "version": 3,
    }
  `);
});
