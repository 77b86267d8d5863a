import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTrades } from './read-trades.ts';

const folderWith = async (text: string): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'trades-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'vet.txt'), text);
  return folder;
};

test('reads what a business says and what its customers ask', async () => {
  const text =
    '# vet | en\n## Prices\nFirst visit: £40.\n? how much is it\n\n## Hours\nOpen daily.\n? open on sunday\n! do you groom\n';
  expect(await readTrades(await folderWith(text))).toEqual([
    {
      name: 'vet',
      language: 'en',
      statements: [
        { heading: 'Prices', text: 'First visit: £40.', questions: ['how much is it'] },
        { heading: 'Hours', text: 'Open daily.', questions: ['open on sunday'] },
      ],
      open: ['do you groom'],
    },
  ]);
});

test.each([
  ['vet | en\nOpen daily.', /vet\.txt:1: expected/],
  ['# vet | de\nOffen.', /vet\.txt:1: expected/],
  ['# vet | en\n## Hours\n? open on sunday', /vet\.txt:3: a question before/],
])('names the line of a mistake in %j', async (text, message) => {
  await expect(readTrades(await folderWith(text))).rejects.toThrow(message);
});
