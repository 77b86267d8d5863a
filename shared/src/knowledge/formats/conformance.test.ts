import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../contracts/errors.ts';
import { passageSchema } from '../../entities/passage.ts';
import { sourceSchema } from '../../entities/source.ts';
import { type ByteSource, watchBytes } from '../byte-source.ts';
import { readWhole, type WholeImport } from '../testing/read-whole.ts';
import type { Block, FileFormat } from './file-format.ts';
import { acceptedFiles, chooseFormat, type FormatName, fileFormats, formatOf, readableExtensions } from './registry.ts';
import { chunkedSource, evenly } from './testing/chunked-source.ts';
import { samples } from './testing/samples.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const formats: readonly FileFormat[] = Object.values(fileFormats);
const names = Object.keys(fileFormats) as FormatName[];

const binary = new Uint8Array(4000).map((_, at) => (at * 7919) % 256);
const noNulls = binary.map((byte) => byte || 1);
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]);

type Reading = { readonly signal?: AbortSignal; readonly report?: (share: number) => void };

/** The blocks of a source, of which prose is given as one however it was cut. */
const blocksOf = async (format: FileFormat, source: ByteSource, reading: Reading = {}): Promise<readonly Block[]> => {
  const { signal = new AbortController().signal, report = () => undefined } = reading;
  const watched = watchBytes(source, { signal, report });
  const blocks: Block[] = [];
  for await (const block of format.read(watched, { signal, report })) {
    const last = blocks.at(-1);
    if (block.kind === 'prose' && last?.kind === 'prose') {
      blocks[blocks.length - 1] = { kind: 'prose', text: last.text + block.text };
    } else blocks.push(block);
  }
  return blocks;
};

const byteLengthOf = (block: Block): number => ('text' in block ? encode(block.text).length : 0);

describe.each(names)('the format %s', (name) => {
  const format: FileFormat = fileFormats[name];
  const { fileName, make } = samples[name];

  it('is found by its extensions in any case, by its media types, and by the bytes of its sample', async () => {
    for (const extension of format.extensions) {
      expect(formatOf(`Прайс 2026.${extension.toUpperCase()}`, undefined)).toBe(format);
      expect(acceptedFiles.split(',')).toContain(`.${extension}`);
    }
    for (const type of format.mediaTypes) expect(formatOf(undefined, `${type}; charset=utf-8`)).toBe(format);
    expect(await chooseFormat(chunkedSource(make(500), []), { fileName })).toBe(format);
  });

  it('gives the same blocks wherever its bytes are cut, within letters too', async () => {
    for (const size of [300, 200_000]) {
      const bytes = make(size);
      const expected = await blocksOf(format, chunkedSource(bytes, []));
      expect(expected.length).toBeGreaterThan(0);
      const cut = fc.nat({ max: bytes.length });
      await fc.assert(
        fc.asyncProperty(fc.array(cut, { maxLength: 40 }), cut, async (cuts, around) => {
          const byByte = Array.from({ length: 30 }, (_, at) => around + at);
          expect(await blocksOf(format, chunkedSource(bytes, [...cuts, ...byByte]))).toEqual(expected);
        }),
        { numRuns: size > 1000 ? 8 : 60 },
      );
    }
    const small = make(300);
    expect(await blocksOf(format, chunkedSource(small, evenly(small.length, 1)))).toEqual(
      await blocksOf(format, chunkedSource(small, [])),
    );
  });

  it('takes nothing more from its source once it is cancelled', async () => {
    const bytes = make(1_000_000);
    const source = chunkedSource(bytes, evenly(bytes.length, 10_000));
    const cancelled = new AbortController();
    const stop = (share: number): void => {
      if (share > 0.3) cancelled.abort(new Error('cancelled'));
    };
    await expect(blocksOf(format, source, { signal: cancelled.signal, report: stop })).rejects.toThrow('cancelled');
    expect(source.taken.bytes).toBeLessThan(0.35 * bytes.length);
  });

  it('reports rising progress that ends with all of it', async () => {
    const shares: number[] = [];
    const bytes = make(1_000_000);
    await readWhole({ bytes, fileName, onProgress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('takes each byte once, and holds no more of them than it says', async () => {
    const bytes = make(3_000_000);
    const written = (await blocksOf(format, chunkedSource(bytes, []))).reduce((sum, one) => sum + byteLengthOf(one), 0);
    const source = chunkedSource(bytes, evenly(bytes.length, 5000));
    const { signal } = new AbortController();
    let given = 0;
    let held = 0;
    for await (const block of format.read(source, { signal, report: () => undefined })) {
      held = Math.max(held, source.taken.bytes - (given * bytes.length) / written);
      given += byteLengthOf(block);
    }
    expect(source.taken.bytes).toBe(bytes.length);
    expect(held).toBeLessThan(format.limits.heldBytes);
  });

  it.each([
    ['bytes with NUL', binary, 'knowledge.not_text'],
    ['bytes without NUL', noNulls, 'knowledge.not_text'],
    ['UTF-16 of noise', new Uint8Array([0xff, 0xfe, ...binary.map((byte) => byte % 3)]), 'knowledge.not_text'],
    ['a PNG', png, 'knowledge.not_text'],
    ['no bytes', new Uint8Array(), 'knowledge.empty'],
    ['too many bytes', new Uint8Array(format.limits.bytes + 1).fill(97), 'knowledge.too_large'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readWhole({ bytes, fileName })).rejects.toMatchObject({ code });
  });

  it('gives passages whose offsets slice the extracted text to the same text, and valid documents, whatever is in the file', async () => {
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
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 60 }), async (lines) => {
        const bytes = encode(lines.join(''));
        const read = await readOrRefuse({ bytes, fileName });
        if (!read) return;
        const blocks = await blocksOf(format, chunkedSource(bytes, []));
        const text = blocks.map((block) => ('text' in block ? block.text : '')).join('');
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
});

/** A format that begins with a signature, as most do that are no text. */
const signed: FileFormat = {
  mediaTypes: ['application/x-signed'],
  extensions: ['sig'],
  limits: { bytes: 100, heldBytes: 100 },
  sniff: ([first, second]) => first === 0x89 && second === 0x50,
  read: async function* (source) {
    yield { kind: 'prose', text: `signed, ${(await source.slice(0, source.size)).length} bytes` };
  },
};

describe('a file whose name lies', () => {
  const known = [...formats, signed];
  const choose = (bytes: Uint8Array, fileName: string) => chooseFormat(chunkedSource(bytes, []), { fileName }, known);

  it('is read as what its bytes say', async () => {
    expect(await choose(png, 'notes.txt')).toBe(signed);
    expect(await choose(encode('Text.'), 'notes.sig')).toBe(fileFormats.text);
    expect(await choose(encode('Text.'), 'notes.md')).toBe(fileFormats.markdown);
  });

  it('is refused when its bytes are of no format, or more than that takes', async () => {
    await expect(choose(binary.subarray(0, 90), 'a.sig')).rejects.toMatchObject({ code: 'knowledge.not_text' });
    const long = new Uint8Array([...png, ...binary]);
    await expect(choose(long, 'a.txt')).rejects.toMatchObject({ code: 'knowledge.too_large' });
  });
});

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

const readOrRefuse = async (input: Parameters<typeof readWhole>[0]): Promise<WholeImport | undefined> => {
  try {
    return await readWhole(input);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: expect.stringMatching(/^knowledge\./) });
    return undefined;
  }
};
