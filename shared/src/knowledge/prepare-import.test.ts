import { describe, expect, it } from 'vitest';
import { digestOf, type ImportInput, type PreparedImport, prepareImport } from './prepare-import.ts';

const prepare = (text: string, extra: Partial<ImportInput> = {}): PreparedImport =>
  prepareImport({
    bytes: new TextEncoder().encode(text),
    fileName: 'terms.md',
    now: 5,
    digest: 'a'.repeat(64),
    ...extra,
  });

const document = `---
author: x
---
Вступление.

# Условия [работы](https://example.org)

Общее.

## Оплата

Предоплата 30 %.

\`\`\`
# не заголовок
\`\`\`

## Delivery

We deliver in two days.
`;

describe('an import', () => {
  it('puts the headings above a passage into its title and detects its language', () => {
    const { source, passages } = prepare(document);
    expect(source).toMatchObject({ title: 'Условия работы', language: 'ru', passageCount: 4, state: 'ready' });
    expect(passages.map(({ title, language }) => [title, language])).toEqual([
      ['Условия работы', 'ru'],
      ['Условия работы', 'ru'],
      ['Условия работы › Оплата', 'ru'],
      ['Условия работы › Delivery', 'en'],
    ]);
    expect(passages.map(({ text }) => text).join()).not.toContain('author');
    expect(passages[2]?.text).toContain('# не заголовок');
  });

  it('takes product and validity from the front matter, in either language, and the caller goes before it', () => {
    const own = (lines: string) => prepare(`---\n${lines}\n---\nТекст.`);
    const from = new Date(2026, 0, 1).getTime();
    const until = new Date(2027, 0, 1).getTime() - 1;
    const expected = { product: 'Шатёр «Лето»', validFrom: from, validUntil: until };
    for (const { source, passages } of [
      own('product: Шатёр «Лето»\nvalid from: 2026-01-01\nvalid until: 2026-12-31'),
      own('tags: [a, b]\nПродукт:  "Шатёр «Лето»"\nдействует с: 01.01.2026\nДействует до: 31.12.2026'),
      own(`validFrom: ${from}\nvalid_until: ${new Date(until).toISOString()}\nproduct: Шатёр «Лето»`),
    ]) {
      expect(source).toMatchObject({ ...expected, warnings: [] });
      expect(passages).toMatchObject([{ ...expected, text: 'Текст.' }]);
    }
    const text = '---\nproduct: Шатёр\nvalid until: 2026-12-31\n---\nТекст.';
    expect(prepare(text, { details: { product: 'Пол' } }).passages).toMatchObject([
      { product: 'Пол', validUntil: until },
    ]);
    expect(prepare('Текст.\n\n---\nproduct: Шатёр\n---\n').source.product).toBeUndefined();
  });

  it('says on which line of the front matter a value cannot be used', () => {
    const { source } = prepare('---\nproduct:\nvalid until: скоро\nvalid from: 2026-02-30\n---\nТекст.');
    expect(source.warnings.map(({ line }) => line)).toEqual([3, 4]);
    expect([source.product, source.validFrom, source.validUntil]).toEqual([undefined, undefined, undefined]);
    const never = prepare('---\nvalid from: 2026-02-02\nvalid until: 2026-02-01\n---\nТекст.').source;
    expect(never.warnings).toMatchObject([{ message: expect.stringContaining('never') }]);
  });

  it('takes its title from the caller, else the document, else the file name', () => {
    expect(prepare('# Своё\n\nТекст.', { title: 'Данное' }).source.title).toBe('Данное');
    expect(prepare('Текст.', { fileName: 'C:\\docs\\Прайс лето.md' }).source).toMatchObject({
      title: 'Прайс лето',
      fileName: 'Прайс лето.md',
    });
  });

  it('has ids that follow from the digest and the position alone', async () => {
    const digest = await digestOf(new TextEncoder().encode('abc'));
    expect(digest).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const { source, passages } = prepare(document, { digest });
    expect(source.id).toBe('source:ba7816bf8f01cfea414140de5dae2223');
    expect(passages[1]?.id).toBe(`${source.id}:1`);
    expect(prepare(document, { digest, fileName: 'other.md' }).passages.map(({ id }) => id)).toEqual(
      passages.map(({ id }) => id),
    );
  });

  it('cuts long texts into passages of 60 to 150 words at the ends of sentences', () => {
    const sentence = 'В этом предложении ровно десять слов и ещё одно тут. ';
    const paragraph = `${sentence.repeat(9)}\n\n`;
    const { passages } = prepare(paragraph.repeat(20), { fileName: 'long.txt' });
    for (const { text } of passages) {
      const length = text.split(/\s+/).length;
      expect(length).toBeGreaterThanOrEqual(60);
      expect(length).toBeLessThanOrEqual(150);
      expect(text.endsWith('.')).toBe(true);
    }
  });

  it('names the rows of a table that could not be read, a hundred at most', () => {
    const table = `вопрос;ответ\nГде?;Тут\n${'плохо\n'.repeat(300)}`;
    const { source } = prepare(table, { fileName: 'faq.csv' });
    expect(source.warnings).toHaveLength(100);
    expect(source.warnings[0]).toMatchObject({ line: 3 });
    expect(source.passageCount).toBe(1);
  });
});

it('is refused when the file holds more passages than one source may have', () => {
  expect(() => prepare('Loft;5000\n'.repeat(200_001), { fileName: 'prices.csv' })).toThrow(
    expect.objectContaining({ code: 'knowledge.too_large' }),
  );
});
