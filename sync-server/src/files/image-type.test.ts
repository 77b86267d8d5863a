import { expect, test } from 'vitest';
import { imageTypeOf } from './image-type.ts';

const riff = (form: string) => Buffer.from(`RIFF\x10\x00\x00\x00${form}VP8 `, 'latin1');

test.each([
  ['image/png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ['image/gif', Buffer.from('GIF89a')],
  ['image/webp', riff('WEBP')],
  [undefined, riff('WAVE')],
  [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
  [undefined, Buffer.from('<!doctype html><script>alert(1)</script>')],
  [undefined, Buffer.from('GIF88a')],
  [undefined, Buffer.alloc(0)],
])('%s by its first bytes', (type, head) => {
  expect(imageTypeOf(head)).toBe(type);
});
