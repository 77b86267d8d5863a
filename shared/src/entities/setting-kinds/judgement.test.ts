import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgementIdOf } from './judgement.ts';

/** Half surrogates, too. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

it('is one for one query, however it is typed', () => {
  const typed = ['Ещё доставка?', ' еще  ДОСТАВКА', 'ещё, доставка...', 'ЕЩЁ ДОСТАВКА', 'еще доставка'];
  expect(new Set(typed.map(judgementIdOf)).size).toBe(1);
});

it('is another for other words, their order and the letter й', () => {
  const queries = ['доставка', 'доставки', 'цена доставка', 'доставка цена', 'йод', 'иод', 'delivery'];
  expect(new Set(queries.map(judgementIdOf)).size).toBe(queries.length);
});

it('is an id for any text', () => {
  fc.assert(
    fc.property(anyText, (query) => {
      expect(judgementIdOf(query)).toMatch(/^judgement:[0-9a-f]{16}$/);
    }),
  );
});
