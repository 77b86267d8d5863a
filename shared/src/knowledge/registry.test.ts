import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passageSchema } from '../entities/passage.ts';
import { sourceSchema } from '../entities/source.ts';
import type { FileFormat } from './file-format.ts';
import { type ImportInput, type PreparedImport, prepareImport } from './prepare-import.ts';
import { fileFormats, formatOf, readableExtensions } from './registry.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const digest = 'd'.repeat(64);
const prepare = (bytes: Uint8Array, extra: Partial<ImportInput>): PreparedImport =>
  prepareImport({ bytes, now: 5, digest, ...extra });

/** A text that every format can read: two columns for tables, a heading for Markdown. */
const sample = 'вопрос,ответ\n# Заголовок?,"Первый ответ. И второй."\n';

const binary = new Uint8Array(4000).map((_, at) => (at * 7919) % 256);
const noNulls = binary.map((byte) => byte || 1);

describe.each(fileFormats.map((format) => [format.extensions[0] ?? '', format] as const))(
  'the format %s',
  (extension, format: FileFormat) => {
    const fileName = `file.${extension}`;

    it('is found by its extensions in any case and by its media types', () => {
      for (const name of format.extensions)
        expect(formatOf(`Прайс 2026.${name.toUpperCase()}`, undefined)).toBe(format);
      for (const type of format.mediaTypes) expect(formatOf(undefined, `${type}; charset=utf-8`)).toBe(format);
    });

    it('reads UTF-8 with and without its mark, UTF-16 and windows-1251 alike', () => {
      const expected = prepare(encode(sample), { fileName }).passages.map(({ text }) => text);
      const utf16 = new Uint8Array([
        0xff,
        0xfe,
        ...[...sample].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]),
      ]);
      const utf16be = new Uint8Array([
        0xfe,
        0xff,
        ...[...sample].flatMap((c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]),
      ]);
      const cp1251 = new Uint8Array([...sample].map(toWindows1251));
      for (const bytes of [
        encode(`\ufeff${sample}`),
        utf16,
        utf16be,
        cp1251,
        encode(sample.replaceAll('\n', '\r\n')),
      ]) {
        expect(prepare(bytes, { fileName }).passages.map(({ text }) => text)).toEqual(expected);
      }
    });

    it.each([
      ['bytes with NUL', binary, 'knowledge.not_text'],
      ['bytes without NUL', noNulls, 'knowledge.not_text'],
      [
        'a UTF-16 mark before noise',
        new Uint8Array([0xff, 0xfe, ...binary.map((byte) => byte % 3)]),
        'knowledge.not_text',
      ],
      ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'knowledge.not_text'],
      ['no bytes', new Uint8Array(), 'knowledge.empty'],
      ['blanks alone', encode(' \n\t\n'), 'knowledge.empty'],
      ['more than 5 MB', new Uint8Array(5_000_001).fill(97), 'knowledge.too_large'],
    ])('refuses %s', (_, bytes, code) => {
      expect(() => prepare(bytes, { fileName })).toThrow(expect.objectContaining({ code }));
    });

    it('gives passages whose offsets slice the extracted text to the same text, and valid documents, whatever is in the file', () => {
      const line = fc.constantFrom(
        '# Цены',
        '## Залы и сцена',
        'Аренда зала стоит 500 рублей. ',
        'Текст, ',
        '\n',
        '\n\n',
        '- пункт\n',
        '```\n',
        '🦄',
        'вопрос;ответ\n',
        '"',
        ';',
        '\t',
        'слово '.repeat(90),
      );
      fc.assert(
        fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
          const bytes = encode(lines.join(''));
          const read = readOrRefuse(() => prepare(bytes, { fileName }));
          if (!read) return;
          const { text } = format.read(bytes);
          expect(sourceSchema.parse(read.source)).toEqual(read.source);
          let from = 0;
          for (const passage of read.passages) {
            expect(passageSchema.parse(passage)).toEqual(passage);
            expect(text.slice(passage.start, passage.end)).toBe(passage.text);
            expect(passage.start).toBeGreaterThanOrEqual(from);
            from = passage.end;
          }
        }),
      );
    });
  },
);

describe('a file of an unknown kind', () => {
  it.each([
    ['report.exe', undefined],
    ['notes', undefined],
    [undefined, 'image/png'],
    [undefined, undefined],
    ['photo.png', 'text/plain'],
  ])('is refused: %s %s', (fileName, mediaType) => {
    expect(() => formatOf(fileName, mediaType)).toThrow(
      expect.objectContaining({ code: 'knowledge.unsupported_type', hint: expect.stringContaining('.md') }),
    );
  });

  it('names what can be read', () => {
    expect(readableExtensions).toEqual(expect.arrayContaining(['.md', '.txt', '.csv']));
  });
});

const readOrRefuse = (read: () => PreparedImport): PreparedImport | undefined => {
  try {
    return read();
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^knowledge\./) });
    return undefined;
  }
};

const toWindows1251 = (character: string): number => {
  const code = character.charCodeAt(0);
  return code < 128 ? code : code - 0x410 + 0xc0;
};
