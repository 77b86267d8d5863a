import type { Fact, Twin } from '../entities/twin.ts';
import { compareFacts, compareInferred, isSingleValued, sameValue } from './rank.ts';

/** A statement about a customer that was read from a message. */
export type Observation = Omit<Fact, 'id' | 'state'>;

/** The id of the customer's twin and the current time, in milliseconds since the epoch. */
export type LearnContext = { readonly id: string; readonly now: number };

const MAX_FACTS = 500;

/**
 * Returns the twin with the observations added. Adding an observation twice changes nothing (the same object is
 * returned), and the order does not matter. What a person corrected or forbade is kept: a forbidden value is not
 * learned again.
 */
export const learnFacts = (
  twin: Twin | undefined,
  observations: readonly Observation[],
  { id, now }: LearnContext,
): Twin => {
  const known = twin?.facts ?? [];
  const forbidden = known.filter((fact) => fact.state === 'forbidden');
  const learned = observations
    .filter((observation) => observation.key.trim() && observation.value.trim())
    .map(factOf)
    .filter((fact) => !forbidden.some((other) => other.key === fact.key && sameValue(other.value, fact.value)));
  const facts = keepMostTelling(bestOfEachId([...known, ...learned]));
  if (twin && JSON.stringify(facts) === JSON.stringify(twin.facts)) return twin;
  return twin ? { ...twin, facts, updatedAt: now } : { id, facts, createdAt: now, updatedAt: now };
};

const factOf = (observation: Observation): Fact => {
  const key = observation.key.trim().slice(0, 60);
  const value = observation.value.trim().slice(0, 1000);
  return {
    id: factIdOf(observation.messageId, key, value),
    group: observation.group,
    key,
    value,
    confidence: Math.min(1, Math.max(0, observation.confidence)),
    messageId: observation.messageId,
    conversationId: observation.conversationId,
    observedAt: observation.observedAt,
    state: 'inferred',
  };
};

/**
 * `<messageId>:<key>`. For keys that can hold several values (two needs in one message) a fingerprint of the value is
 * added.
 */
const factIdOf = (messageId: string, key: string, value: string): string =>
  `${messageId}:${isSingleValued(key) ? key : `${key}:${fingerprint(value)}`}`.slice(-240);

/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/). Distinguishes values; not cryptographic. */
const fingerprint = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
};

const isKept = (fact: Fact): boolean => fact.state !== 'inferred';

const bestOfEachId = (facts: readonly Fact[]): readonly Fact[] => {
  const best = new Map<string, Fact>();
  for (const fact of facts) {
    const other = best.get(fact.id);
    if (!other || (!isKept(other) && (isKept(fact) || compareInferred(fact, other) < 0))) best.set(fact.id, fact);
  }
  return [...best.values()];
};

/** Facts that a person decided on are never dropped; of the others the oldest are dropped first. */
const keepMostTelling = (facts: readonly Fact[]): Fact[] =>
  facts
    .toSorted((a, b) => Number(isKept(b)) - Number(isKept(a)) || compareInferred(a, b))
    .slice(0, MAX_FACTS)
    .sort(compareFacts);
