/** When a thing holds: milliseconds since the epoch, both inclusive; without them it always does. */
type Period = { readonly validFrom?: number | undefined; readonly validUntil?: number | undefined };

/** Whether it holds at a time, not yet, or no more. */
export const validityAt = ({ validFrom, validUntil }: Period, at: number): 'valid' | 'future' | 'expired' => {
  if (validUntil !== undefined && validUntil < at) return 'expired';
  return validFrom !== undefined && validFrom > at ? 'future' : 'valid';
};
