/**
 * Returns the array itself if it has room for `length` entries, otherwise a copy that is half as large again, or as
 * large as needed.
 */
export const grownInts = (array: Int32Array, length: number): Int32Array => {
  if (length <= array.length) return array;
  const larger = new Int32Array(roomFor(array.length, length));
  larger.set(array);
  return larger;
};

/** Like `grownInts`, for bytes. */
export const grownBytes = (array: Uint8Array, length: number): Uint8Array => {
  if (length <= array.length) return array;
  const larger = new Uint8Array(roomFor(array.length, length));
  larger.set(array);
  return larger;
};

/**
 * Returns the array if it has room for `length` entries, otherwise a larger array of zeros: its contents are not
 * copied.
 */
export const grownFloats = (array: Float64Array, length: number): Float64Array =>
  length <= array.length ? array : new Float64Array(roomFor(array.length, length));

const roomFor = (room: number, length: number): number => Math.max(64, length, room + (room >>> 1));
