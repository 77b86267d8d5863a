import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPayloads } from './event-stream.ts';

const read = async (pieces: readonly string[]) => {
  const payloads: string[] = [];
  const source = async function* () {
    yield* pieces;
  };
  for await (const { data, streamed } of readPayloads(source())) payloads.push(`${streamed ? '' : 'whole '}${data}`);
  return payloads;
};

test.each<readonly [string, readonly string[]]>([
  ['data: 1\n\ndata: 2\n\n', ['1', '2']],
  ['data:1\r\n\r\ndata: [DONE]', ['1', '[DONE]']],
  [': hello\n\nevent: message\nid: 7\nretry: 5\ndata: 1\n\n', ['1']],
  ['\n\ndata: {\ndata: }\n\n', ['{\n}']],
  ['data: 1\n\ndata: {"a', ['1']],
  ['data: {"a":\ndata: 1}', ['{"a":\n1}']],
  ['data: \n\n', ['']],
  ['\ufeffdata: 1\n\n', ['1']],
  ['data: 0\r\rdata\rdata:2\n\n', ['0', '\n2']],
  ['event: ping\n\ndata: 1\n\n', ['1']],
  [' {"a":1}', ['whole  {"a":1}']],
  ['<html>data: 1\n\n', ['whole <html>data: 1\n\n']],
  ['database', ['whole database']],
  ['', ['whole ']],
])('%j holds %j', async (body, payloads) => {
  expect(await read([body])).toEqual(payloads);
});

test('however it is cut, it holds the same', async () => {
  const parts = fc.constantFrom('data: 1\n', 'data: 2\n', '\n', ': x\n', 'event: e\n', '{', 'data');
  const bodies = fc
    .tuple(fc.array(parts, { maxLength: 10 }), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([lines, end]) => lines.join('').replaceAll('\n', end));
  await fc.assert(
    fc.asyncProperty(bodies, fc.array(fc.nat({ max: 60 }), { maxLength: 10 }), async (body, cuts) => {
      const places = [0, ...cuts.map((cut) => Math.min(cut, body.length)), body.length].sort((a, b) => a - b);
      const pieces = places.slice(1).map((end, at) => body.slice(places[at], end));
      expect(await read(pieces)).toEqual(await read([body]));
    }),
    { numRuns: 300 },
  );
});
