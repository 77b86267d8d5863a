import { expect, it } from 'vitest';
import { chooseFiles } from './use-reply-files.ts';

const fileOf = (name: string, size: number): File => new File([new Uint8Array(size)], name);

it('takes what fits and names the rest with what is wrong with it', () => {
  const [a, b, c, d] = [fileOf('a', 5), fileOf('b', 11), fileOf('c', 0), fileOf('d', 10)];
  expect(chooseFiles([a, b, c, d], { maxBytes: 10, room: 1 })).toEqual({
    taken: [a],
    refused: [
      { why: 'tooLarge', names: ['b'] },
      { why: 'empty', names: ['c'] },
      { why: 'tooMany', names: ['d'] },
    ],
  });
});
