import { expect, test } from 'vitest';
import { encodeBody, STEP } from './encode-body.ts';

const encode = async (text: string) => {
  let breaths = 0;
  const body = await encodeBody(text, async () => {
    breaths += 1;
  });
  return { breaths, body, sent: await new Response(body).text() };
};

test('a large body is encoded in steps, between which the page has its turn', async () => {
  const { breaths, sent } = await encode('x'.repeat(40 * STEP));
  expect([breaths, sent.length]).toEqual([40, 40 * STEP]);
});

test('a character that lies across the end of a step stays whole', async () => {
  for (const before of [STEP - 1, STEP, 2 * STEP - 1]) {
    const text = `${'я'.repeat(before)}🎪${'я'.repeat(STEP)}`;
    expect((await encode(text)).sent === text).toBe(true);
  }
});

test('a small body stays as it is', async () => {
  expect(await encode('{}')).toEqual({ breaths: 0, body: '{}', sent: '{}' });
});
