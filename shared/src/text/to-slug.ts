const letters: Readonly<Record<string, string>> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':')),
);

const MAX_LENGTH = 40;

/**
 * Transliterates a name to Latin letters and digits separated by hyphens, 40 characters at most: `Свет и Звук, ООО`
 * becomes `svet-i-zvuk-ooo`. Returns an empty string if the name has neither letters nor digits.
 */
export const toSlug = (name: string): string => {
  const plain = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[а-яё]/g, (letter) => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, MAX_LENGTH);
  return slug.replace(/^-+|(?<!-)-+$/g, '');
};
