import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inParts } from './in-parts.ts';

const sizeOf = (size: number): number => size;
const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

test('keeps all in their order, none beyond the room but alone, and begins no part without need', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 })), fc.integer({ min: 1, max: 15 }), (sizes, room) => {
      const parts = inParts(sizes, { room, sizeOf });
      expect(parts.flat()).toEqual(sizes);
      for (const [at, part] of parts.entries()) {
        expect(part.length).toBeGreaterThan(0);
        if (sum(part) > room) expect(part).toHaveLength(1);
        const next = parts[at + 1]?.[0];
        if (next !== undefined) expect(sum(part) + next).toBeGreaterThan(room);
      }
    }),
  );
});
