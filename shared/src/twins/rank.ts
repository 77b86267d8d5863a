import type { Fact } from '../entities/twin.ts';

/** Keys of which one value is true at a time: the newest stands, the older ones are history. */
const singleValuedKeys: ReadonlySet<string> = new Set([
  'name',
  'phone',
  'email',
  'company',
  'language',
  'budget',
  'eventDate',
  'timing',
  'authority',
  'guests',
]);

export const isSingleValued = (key: string): boolean => singleValuedKeys.has(key);

export const sameValue = (a: string, b: string): boolean => normalise(a) === normalise(b);
const normalise = (value: string): string => value.trim().replace(/\s+/g, ' ').toLowerCase();

const stateRank = { corrected: 0, inferred: 1, forbidden: 2 } as const satisfies Record<Fact['state'], number>;

/** A total order: a person's correction first, then the newest, then the surest. */
export const compareFacts = (a: Fact, b: Fact): number =>
  stateRank[a.state] - stateRank[b.state] || compareInferred(a, b);

/** The same order without regard to what people did. */
export const compareInferred = (a: Fact, b: Fact): number =>
  b.observedAt - a.observedAt ||
  b.confidence - a.confidence ||
  compareText(a.id, b.id) ||
  compareText(a.value, b.value) ||
  compareText(a.group, b.group) ||
  compareText(a.conversationId, b.conversationId);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What counts as true now: nothing forbidden, one value where there can be but one, nothing twice. Best first. */
export const currentFacts = (facts: readonly Fact[]): readonly Fact[] => {
  const seen = new Set<string>();
  return facts
    .filter((fact) => fact.state !== 'forbidden')
    .sort(compareFacts)
    .filter((fact) => {
      const slot = isSingleValued(fact.key) ? fact.key : `${fact.key}\n${normalise(fact.value)}`;
      if (seen.has(slot)) return false;
      seen.add(slot);
      return true;
    });
};
