import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedSource, evenly } from '../testing/chunked-source.ts';
import { BLOCK } from './decode-bytes.ts';
import { readText, WINDOW } from './read-text.ts';

const toWindows1251 = (character: string): number => {
  const code = character.charCodeAt(0);
  return code < 128 ? code : code - 0x410 + 0xc0;
};
const units = (text: string): number[] => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => new TextEncoder().encode(text),
  'UTF-8 with its mark': (text) => new TextEncoder().encode(`\ufeff${text}`),
  'UTF-16, low byte first': (text) => Uint8Array.from([0xff, 0xfe, ...units(text).flatMap((c) => [c & 255, c >> 8])]),
  'UTF-16, high byte first': (text) => Uint8Array.from([0xfe, 0xff, ...units(text).flatMap((c) => [c >> 8, c & 255])]),
  'windows-1251': (text) => Uint8Array.from([...text].map(toWindows1251)),
};

const windowsOf = async (bytes: Uint8Array, cuts: Iterable<number> = []): Promise<readonly string[]> => {
  const windows: string[] = [];
  for await (const window of readText(chunkedSource(bytes, cuts))) windows.push(window);
  return windows;
};
const read = async (bytes: Uint8Array, cuts?: Iterable<number>): Promise<string> =>
  (await windowsOf(bytes, cuts)).join('');

describe.each(Object.entries(encodings))('a text in %s', (_, encode) => {
  const text = 'Первый зал.\nSecond hall, and more;\n';

  it.each([0, 1, BLOCK - 1, BLOCK - 2, BLOCK, WINDOW + 7])('is read behind %i characters of ASCII', async (before) => {
    const whole = 'x'.repeat(before) + text.repeat(4);
    const bytes = encode(whole.replaceAll('\n', '\r\n'));
    expect(await read(bytes)).toBe(whole);
    expect(await read(bytes, evenly(bytes.length, 997))).toBe(whole);
  });
});

describe('a text', () => {
  it('has windows of one length, wherever the bytes are cut', async () => {
    const line = fc.constantFrom('Зал', 'hall', '🦄', '\r', '\n', '\r\n', 'слово '.repeat(3000));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.array(fc.nat({ max: 400_000 })), async (lines, cuts) => {
        const whole = `.${lines.join('')}`;
        const windows = await windowsOf(new TextEncoder().encode(whole), cuts);
        expect(windows.join('')).toBe(whole.replace(/\r\n?/g, '\n'));
        expect(windows.slice(0, -1).every(({ length }) => length === WINDOW)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a mark within it, and is refused where its encoding ends', async () => {
    const long = `${'x'.repeat(BLOCK)}\ufeffЗал`;
    expect(await read(new TextEncoder().encode(long))).toBe(long);
    const broken = Uint8Array.from([...new TextEncoder().encode('Зал '.repeat(30_000)), 0xff]);
    await expect(read(broken)).rejects.toMatchObject({ code: 'knowledge.not_text' });
  });

  it('of windows-1252 is refused, and so is space alone', async () => {
    const german = Uint8Array.from([...'Gr'].map((one) => one.charCodeAt(0)).concat(0xfc, 0xdf, 0x65));
    await expect(read(german)).rejects.toMatchObject({ code: 'knowledge.not_text' });
    await expect(read(new TextEncoder().encode(' \n\t\r\n'))).rejects.toMatchObject({ code: 'knowledge.empty' });
  });
});
