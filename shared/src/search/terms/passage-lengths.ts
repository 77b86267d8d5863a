import { grownBytes, grownFloats, grownInts } from './grow-array.ts';

/**
 * The length of each passage in weighted words, and its number of indexed fields. A passage without indexed fields does
 * not exist.
 */
export type PassageLengths = {
  /** One more than the highest slot. */
  readonly reach: number;
  readonly passages: number;
  /** In weighted words; 1 when there are no passages. */
  readonly average: number;
  addField(slot: number, length: number): void;
  removeField(slot: number, length: number): void;
  /**
   * Returns `k * (1 - b + b * length / average length)` by slot, computed for one `b` and `k`. Any change makes the
   * array stale.
   */
  norms(b: number, k: number): Float64Array;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
  save(): LengthsSnapshot;
};

/** Lengths and numbers of indexed fields by slot. */
export type LengthsSnapshot = { readonly lengths: Int32Array; readonly fields: Uint8Array };

/** Creates the lengths, empty or from a snapshot whose arrays it takes over. */
export const createPassageLengths = (saved?: LengthsSnapshot): PassageLengths => {
  let lengths: Int32Array = saved?.lengths ?? new Int32Array(0);
  let fields: Uint8Array = saved?.fields ?? new Uint8Array(0);
  let norms: Float64Array = new Float64Array(0);
  let reach = lengths.length;
  let passages = fields.reduce((sum, count) => sum + Math.min(1, count), 0);
  let total = lengths.reduce((sum, length) => sum + length, 0);
  let changed = true;

  const change = (slot: number, count: 1 | -1, length: number): void => {
    const before = fields[slot] ?? 0;
    fields[slot] = before + count;
    if (before === 0) passages += 1;
    if (before + count === 0) passages -= 1;
    lengths[slot] = (lengths[slot] ?? 0) + length;
    total += length;
    changed = true;
  };

  const averageOf = (): number => total / Math.max(1, passages) || 1;

  const compute = (b: number, k: number): void => {
    norms = grownFloats(norms, reach);
    const average = averageOf();
    for (let slot = 0; slot < reach; slot++) norms[slot] = k * (1 - b + (b * (lengths[slot] ?? 0)) / average);
    changed = false;
  };

  return {
    get reach() {
      return reach;
    },
    get average() {
      return averageOf();
    },
    get passages() {
      return passages;
    },
    addField: (slot, length) => {
      reach = Math.max(reach, slot + 1);
      lengths = grownInts(lengths, reach);
      fields = grownBytes(fields, reach);
      change(slot, 1, length);
    },
    removeField: (slot, length) => change(slot, -1, -length),
    norms: (b, k) => {
      if (changed) compute(b, k);
      return norms;
    },
    bytes: () => lengths.byteLength + fields.byteLength + norms.byteLength,
    save: () => ({ lengths: lengths.slice(0, reach), fields: fields.slice(0, reach) }),
  };
};
