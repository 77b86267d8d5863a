import { expect, test } from 'vitest';
import { letteredPlaces, places } from './places.ts';

test('every place has a name, an address and a letter of its own', () => {
  for (const values of [
    places.map(({ name }) => name),
    places.map(({ to }) => to),
    letteredPlaces.map(({ letter }) => letter),
  ]) {
    expect(new Set(values).size).toBe(values.length);
  }
});
