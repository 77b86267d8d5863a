const letters: Readonly<Record<string, string>> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map((pair) => pair.split(':')),
);

const MAX_LENGTH = 40;

/** A team's name as a part of an address: `Свет и Звук, ООО` becomes `svet-i-zvuk-ooo`. Never empty. */
export const slugOf = (name: string): string => {
  const plain = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[а-яё]/g, (letter) => letters[letter] ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, MAX_LENGTH);
  return slug.replace(/^-+|-+$/g, '') || 'team';
};

/** Addresses that belong to the product itself. */
const reserved = new Set(['demo', 'api', 'sync', 'chat', 'assets', 'widget']);

/** What to try, in this order; the last one is unique, because the team's id is. */
export const slugCandidates = (teamName: string, teamId: string): readonly string[] => {
  const slug = slugOf(teamName);
  const numbered = [slug, `${slug}-2`, `${slug}-3`].filter((candidate) => !reserved.has(candidate));
  return [...numbered, `${slug}-${teamId}`];
};
