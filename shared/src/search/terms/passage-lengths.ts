import { grownBytes, grownFloats, grownInts } from './grow-array.ts';

/** How long each passage is, in weighted words, and how many fields of it are indexed: without any it is not there. */
export type PassageLengths = {
  /** One more than the highest slot. */
  readonly reach: number;
  readonly passages: number;
  /** In weighted words; 1 when there is none. */
  readonly average: number;
  addField(slot: number, length: number): void;
  removeField(slot: number, length: number): void;
  /** By slot: `k * (1 - b + b * length / average length)`, for one `b` and `k`. Changes make it stale. */
  norms(b: number, k: number): Float64Array;
  save(): LengthsSnapshot;
};

export type LengthsSnapshot = { readonly lengths: Int32Array; readonly fields: Uint8Array };

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
    save: () => ({ lengths: lengths.slice(0, reach), fields: fields.slice(0, reach) }),
  };
};
