import type { Fact } from '../entities/twin.ts';

/** Keys that have one true value at a time: the newest value is current, and older ones are history. */
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

/** Whether a key has only one true value at a time. */
export const isSingleValued = (key: string): boolean => singleValuedKeys.has(key);

/** Whether two values are equal after normalization. */
export const sameValue = (a: string, b: string): boolean => normalize(a) === normalize(b);
const normalize = (value: string): string => value.trim().replace(/\s+/g, ' ').toLowerCase();

const stateRank = { corrected: 0, inferred: 1, forbidden: 2 } as const satisfies Record<Fact['state'], number>;

/** A total order: people's corrections first, then the newest, then the most confident. */
export const compareFacts = (a: Fact, b: Fact): number =>
  stateRank[a.state] - stateRank[b.state] || compareInferred(a, b);

/** The same order, ignoring people's corrections. */
export const compareInferred = (a: Fact, b: Fact): number =>
  b.observedAt - a.observedAt ||
  b.confidence - a.confidence ||
  compareText(a.id, b.id) ||
  compareText(a.value, b.value) ||
  compareText(a.group, b.group) ||
  compareText(a.conversationId, b.conversationId);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Returns the facts that are currently true, best first: without forbidden facts, one value per single-valued key, no
 * duplicates.
 */
export const currentFacts = (facts: readonly Fact[]): readonly Fact[] => {
  const seen = new Set<string>();
  return facts
    .filter((fact) => fact.state !== 'forbidden')
    .sort(compareFacts)
    .filter((fact) => {
      const slot = isSingleValued(fact.key) ? fact.key : `${fact.key}\n${normalize(fact.value)}`;
      if (seen.has(slot)) return false;
      seen.add(slot);
      return true;
    });
};
