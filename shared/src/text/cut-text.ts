/** At most `limit` UTF-16 units, never half a character; `marker`, which may be empty, stands for what was cut and counts. */
export const cutText = (text: string, limit: number, marker = '…'): string => {
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - marker.length);
  const last = kept.charCodeAt(kept.length - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return (splitsPair ? kept.slice(0, -1) : kept) + marker;
};
