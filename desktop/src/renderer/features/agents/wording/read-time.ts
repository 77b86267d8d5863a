const TIME = /^(\d{1,2})(?:[:. -]?(\d\d))?$/;

/** A time of day as it is stored (`09:30`) from what people type (`9`, `9.30`, `930`); undefined if it is none. 24:00 is midnight. */
export const readTime = (text: string): string | undefined => {
  const found = TIME.exec(text.trim());
  if (!found) return undefined;
  const [, hours = '', minutes = '00'] = found;
  if (Number(minutes) > 59 || Number(hours) * 60 + Number(minutes) > 24 * 60) return undefined;
  return `${String(Number(hours) % 24).padStart(2, '0')}:${minutes}`;
};
