import { toSlug } from '@inbetwin/shared/text/to-slug.ts';

/** A team's name as part of an address: `Свет и Звук, ООО` becomes `svet-i-zvuk-ooo`. Never empty. */
export const slugOf = (name: string): string => toSlug(name) || 'team';

/** Addresses reserved for the product itself. */
const reserved = new Set(['demo', 'api', 'sync', 'chat', 'assets', 'widget']);

/** Candidates in order of preference; the last one is unique because the team's id is. */
export const slugCandidates = (teamName: string, teamId: string): readonly string[] => {
  const slug = slugOf(teamName);
  const numbered = [slug, `${slug}-2`, `${slug}-3`].filter((candidate) => !reserved.has(candidate));
  return [...numbered, `${slug}-${teamId}`];
};
