/**
 * Cuts a text to at most `limit` UTF-16 code units without splitting a character. `marker`, which may be empty,
 * replaces what was cut and counts toward the limit.
 */
export const cutText = (text: string, limit: number, marker = '…'): string => {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - marker.length);
  const last = kept.charCodeAt(kept.length - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return (splitsPair ? kept.slice(0, -1) : kept) + marker;
};
