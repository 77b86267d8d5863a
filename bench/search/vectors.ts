import { seededRandom } from '../seeded-random.ts';

/** The number of dimensions of all vectors. */
export const DIMENSIONS = 384;

/** Returns a unit-length vector in a direction determined by the text. */
export const vectorOf = (text: string): Float32Array => toUnit(directionOf(text));

/** Returns a unit-length vector with a cosine of about 0.9 to that of the text, like a question about it. */
export const vectorNear = (text: string): Float32Array => {
  const noise = vectorOf(`near ${text}`);
  return toUnit(vectorOf(text).map((value, at) => value + 0.48 * (noise[at] ?? 0)));
};

const directionOf = (text: string): Float32Array => {
  const random = seededRandom(hash(text));
  return Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
};

const toUnit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
};

/** FNV-1a. */
const hash = (text: string): number => {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state;
};
