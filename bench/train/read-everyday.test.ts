import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEveryday } from './read-everyday.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'inbetwin-everyday-'));
afterAll(() => rm(folder, { recursive: true }));

const bakery = `# bakery | en | 2026-11-24T10:05:00+03:00
=== prices.md
# Prices
- Rye: £3
=== messages
> how much is the dark one
= £3
~ £4
>> and two of them
! any
> is it still warm
! hand-over
`;

test('reads files, messages, and what a right answer holds', async () => {
  await writeFile(path.join(folder, 'bakery.txt'), bakery);
  expect(await readEveryday(folder)).toEqual([
    {
      name: 'bakery',
      knowledge: [{ fileName: 'prices.md', text: '# Prices\n- Rye: £3' }],
      messages: [
        { text: 'how much is the dark one', must: ['£3'], isDeclined: false, isFirst: true },
        { text: 'is it still warm', must: [], isDeclined: false, isFirst: true },
      ],
    },
  ]);
});

test('names the file and the message that has no label', async () => {
  await writeFile(path.join(folder, 'bakery.txt'), `${bakery}> and now?\n`);
  await expect(readEveryday(folder)).rejects.toThrow('bakery.txt: expected "> ", then "= " or "! ": > and now?');
});
