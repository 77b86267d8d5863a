/** A validity period: milliseconds since the epoch, both inclusive. A missing bound is unlimited. */
type Period = { readonly validFrom?: number | undefined; readonly validUntil?: number | undefined };

/** Tells whether the period contains the time, lies in the future, or has expired. */
export const validityAt = ({ validFrom, validUntil }: Period, at: number): 'valid' | 'future' | 'expired' => {
  if (validUntil !== undefined && validUntil < at) return 'expired';
  return validFrom !== undefined && validFrom > at ? 'future' : 'valid';
};
