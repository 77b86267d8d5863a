import { seededRandom } from '../seeded-random.ts';

export const DIMENSIONS = 384;

/** A vector of unit length in a direction of its own for every text. */
export const vectorOf = (text: string): Float32Array => toUnit(directionOf(text));

/** A vector of unit length with a cosine of about .9 to that of the text: what a question about it would have. */
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
