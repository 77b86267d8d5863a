import { describe, expect, it } from 'vitest';
import type { ByteSource } from './byte-source.ts';
import { markdown } from './formats/markdown/markdown.ts';
import { type ImportInput, type ReadOptions, readImport } from './read-import.ts';
import { digestOf } from './source-identity.ts';
import { readWhole, type WholeImport } from './testing/read-whole.ts';

const prepare = (text: string, extra: Partial<ImportInput> = {}): Promise<WholeImport> =>
  readWhole({ bytes: text, fileName: 'terms.md', digest: 'a'.repeat(64), ...extra });

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
  it('puts the headings above a passage into its title and detects its language', async () => {
    const { source, passages } = await prepare(document);
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

  it('names a document with several sections of the same level after its file', async () => {
    const { source, passages } = await prepare('## Kayaks\n\nFrom $20.\n\n## Canoes\n\nFrom $30.', {
      fileName: 'boats.md',
    });
    expect(source.title).toBe('boats');
    expect(passages.map(({ title }) => title)).toEqual(['boats › Kayaks', 'boats › Canoes']);
  });

  it('reads lines in capitals in plain text as headings, unless all of it is in capitals', async () => {
    const titlesOf = async (text: string) => {
      const { passages } = await prepare(text, { fileName: 'price.txt' });
      return passages.map(({ title, text: own }) => [title, own]);
    };
    expect(
      await titlesOf('OPEN ALL YEAR\n\nBOATS (from May)\nKayak .... 20\n\nBIKES:\nWe lend a lock and a map.'),
    ).toEqual([
      ['price › OPEN ALL YEAR › BOATS (from May)', 'Kayak .... 20'],
      ['price › BIKES', 'We lend a lock and a map.'],
    ]);
    expect(await titlesOf('WE ARE OPEN\nALL DAY\nCALL US\nor write')).toEqual([
      ['price', 'WE ARE OPEN\nALL DAY\nCALL US\nor write'],
    ]);
    expect(await titlesOf('НДС\nне включён, см. договор.\nВНИМАНИЕ!\nскользко')).toHaveLength(1);
  });

  it('takes product and validity from the front matter, in either language, and the caller goes before it', async () => {
    const own = (lines: string) => prepare(`---\n${lines}\n---\nТекст.`);
    const from = new Date(2026, 0, 1).getTime();
    const until = new Date(2027, 0, 1).getTime() - 1;
    const expected = { product: 'Шатёр «Лето»', validFrom: from, validUntil: until };
    for (const { source, passages } of await Promise.all([
      own('product: Шатёр «Лето»\nvalid from: 2026-01-01\nvalid until: 2026-12-31'),
      own('tags: [a, b]\nПродукт:  "Шатёр «Лето»"\nдействует с: 01.01.2026\nДействует до: 31.12.2026'),
      own(`validFrom: ${from}\nvalid_until: ${new Date(until).toISOString()}\nproduct: Шатёр «Лето»`),
    ])) {
      expect(source).toMatchObject({ ...expected, warnings: [] });
      expect(passages).toMatchObject([{ ...expected, text: 'Текст.' }]);
    }
    const text = '---\nproduct: Шатёр\nvalid until: 2026-12-31\n---\nТекст.';
    expect((await prepare(text, { details: { product: 'Пол' } })).passages).toMatchObject([
      { product: 'Пол', validUntil: until },
    ]);
    expect((await prepare('Текст.\n\n---\nproduct: Шатёр\n---\n')).source.product).toBeUndefined();
  });

  it('says on which line of the front matter a value cannot be used', async () => {
    const { source } = await prepare('---\nproduct:\nvalid until: скоро\nvalid from: 2026-02-30\n---\nТекст.');
    expect(source.warnings.map(({ line }) => line)).toEqual([3, 4]);
    expect([source.product, source.validFrom, source.validUntil]).toEqual([undefined, undefined, undefined]);
    const never = (await prepare('---\nvalid from: 2026-02-02\nvalid until: 2026-02-01\n---\nТекст.')).source;
    expect(never.warnings).toMatchObject([{ message: expect.stringContaining('never') }]);
  });

  it('takes its title from the caller, else the document, else the file name', async () => {
    expect((await prepare('# Своё\n\nТекст.', { title: 'Данное' })).source.title).toBe('Данное');
    expect((await prepare('Текст.', { fileName: 'C:\\docs\\Прайс лето.md' })).source).toMatchObject({
      title: 'Прайс лето',
      fileName: 'Прайс лето.md',
    });
  });

  it('has ids that follow from the digest and the position alone', async () => {
    const digest = await digestOf(new TextEncoder().encode('abc'));
    expect(digest).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const { source, passages } = await prepare(document, { digest });
    expect(source.id).toBe('source:ba7816bf8f01cfea414140de5dae2223');
    expect(passages[1]?.id).toBe(`${source.id}:1`);
    expect((await prepare(document, { digest, fileName: 'other.md' })).passages.map(({ id }) => id)).toEqual(
      passages.map(({ id }) => id),
    );
  });

  it('cuts long texts into passages of 60 to 150 words at the ends of sentences', async () => {
    const sentence = 'В этом предложении ровно десять слов и ещё одно тут. ';
    const paragraph = `${sentence.repeat(9)}\n\n`;
    const { passages } = await prepare(paragraph.repeat(20), { fileName: 'long.txt' });
    for (const { text } of passages) {
      const length = text.split(/\s+/).length;
      expect(length).toBeGreaterThanOrEqual(60);
      expect(length).toBeLessThanOrEqual(150);
      expect(text.endsWith('.')).toBe(true);
    }
  });

  it('names the rows of a table that could not be read, a hundred at most', async () => {
    const table = `вопрос;ответ\nГде?;Тут\n${'плохо\n'.repeat(300)}`;
    const { source } = await prepare(table, { fileName: 'faq.csv' });
    expect(source.warnings).toHaveLength(100);
    expect(source.warnings[0]).toMatchObject({ line: 3 });
    expect(source.passageCount).toBe(1);
  });
});

it('is refused when the file holds more passages than one source may have', async () => {
  await expect(prepare('Loft;5000\n'.repeat(200_001), { fileName: 'prices.csv' })).rejects.toMatchObject({
    code: 'knowledge.too_large',
  });
});

describe('a long file', () => {
  const long = `# Цены\n\n${'Аренда зала стоит 500 рублей в день. '.repeat(90_000)}`;
  const inChunks = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const taken = { bytes: 0 };
    const source: ByteSource = {
      size: bytes.length,
      slice: async (start, end) => bytes.slice(start, end),
      stream: async function* () {
        for (let at = 0; at < bytes.length; at += 10_000) {
          taken.bytes += Math.min(10_000, bytes.length - at);
          yield bytes.slice(at, at + 10_000);
        }
      },
    };
    return { source, taken };
  };
  const input: ImportInput = { fileName: 'long.md', now: 5, digest: 'a'.repeat(64) };
  const wide = { ...markdown.limits, bytes: 20_000_000 };
  const read = (source: ByteSource, options: Partial<ReadOptions> = {}) =>
    readImport(source, input, {
      signal: new AbortController().signal,
      formats: [{ ...markdown, limits: wide }],
      ...options,
    });

  it('gives its first passages before most of it is read, and the others as they are read', async () => {
    const { source, taken } = inChunks(long);
    let passages = 0;
    let ahead = 0;
    for await (const part of read(source)) {
      if (part.kind !== 'page') continue;
      passages += part.passages.length;
      ahead = Math.max(ahead, taken.bytes - new TextEncoder().encode(long.slice(0, part.passages.at(-1)?.end)).length);
    }
    expect(source.size).toBeGreaterThan(4_000_000);
    expect(passages).toBeGreaterThan(3000);
    expect(ahead).toBeLessThan(600_000);
    expect(taken.bytes).toBe(source.size);
  });

  it('is read no further once nobody wants it', async () => {
    const { source, taken } = inChunks(long);
    const cancelled = new AbortController();
    const parts = read(source, { signal: cancelled.signal });
    await parts.next();
    const before = taken.bytes;
    cancelled.abort(new Error('cancelled'));
    const readOn = async () => {
      for await (const part of parts) expect(part.kind).toBe('page');
    };
    await expect(readOn()).rejects.toThrow('cancelled');
    expect(taken.bytes - before).toBeLessThanOrEqual(10_000);
  });
});
