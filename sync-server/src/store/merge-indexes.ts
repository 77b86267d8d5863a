type Index = readonly string[];

/** Returns the declared indexes with those that are added; the same array if there is nothing new, because many databases share one. */
export const mergeIndexes = (declared: readonly Index[], added: readonly Index[]): readonly Index[] => {
  if (added === declared) return declared;
  const known = new Set(declared.map(String));
  const missing = added.filter((index) => !known.has(String(index)));
  if (missing.length === 0) return declared;
  return declared.length === 0 ? added : [...declared, ...missing];
};
