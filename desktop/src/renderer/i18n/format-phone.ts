/** Country calling codes of one and two digits; all others have three (ITU-T E.164). */
const CALLING_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;
const E164 = /^\+\d{8,15}$/;
/** Formats a national number as its country does; numbers of other countries are grouped in threes. */
const NATIONAL: Readonly<Record<string, readonly [RegExp, string]>> = {
  '7': [/^(\d{3})(\d{3})(\d{2})(\d{2})$/, '$1 $2-$3-$4'],
  '1': [/^(\d{3})(\d{3})(\d{4})$/, '$1 $2-$3'],
};

/**
 * Formats a stored phone number (E.164): `+7 916 123-45-67`. Any other text is returned unchanged. It does without the numbering plans of
 * all countries, which are too large for the initial script.
 */
export const formatPhone = (stored: string): string => {
  if (!E164.test(stored)) return stored;
  const digits = stored.slice(1);
  const [code = ''] = CALLING_CODE.exec(digits) ?? [];
  const national = digits.slice(code.length);
  const [pattern, replacement] = NATIONAL[code] ?? [];
  if (pattern && replacement && pattern.test(national)) return `+${code} ${national.replace(pattern, replacement)}`;
  return `+${code} ${inThrees(national)}`;
};

/** Groups of three digits; the last one has two to four. */
const inThrees = (digits: string): string => {
  const groups: string[] = [];
  let from = 0;
  while (digits.length - from > 4) {
    groups.push(digits.slice(from, from + 3));
    from += 3;
  }
  return [...groups, digits.slice(from)].join(' ');
};
