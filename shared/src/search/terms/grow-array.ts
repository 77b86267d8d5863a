/** The array itself if it holds `length` entries, else a copy half as large again, or as large as needed. */
export const grownInts = (array: Int32Array, length: number): Int32Array => {
  if (length <= array.length) return array;
  const larger = new Int32Array(roomFor(array.length, length));
  larger.set(array);
  return larger;
};

export const grownBytes = (array: Uint8Array, length: number): Uint8Array => {
  if (length <= array.length) return array;
  const larger = new Uint8Array(roomFor(array.length, length));
  larger.set(array);
  return larger;
};

export const grownFloats = (array: Float64Array, length: number): Float64Array =>
  length <= array.length ? array : new Float64Array(roomFor(array.length, length));

const roomFor = (room: number, length: number): number => Math.max(64, length, room + (room >>> 1));
