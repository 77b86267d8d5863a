import type { Fact, Twin } from '../entities/twin.ts';
import { renewAfterChange } from '../leads/renew-after-change.ts';
import type { Actor, Edits } from '../ports/collection.ts';

/** Edits a twin and recalculates the scores of the contact's leads. */
export const editTwin = async (actor: Actor, ...edits: Edits<Twin>): Promise<Twin> => {
  const twin = await actor.documents.twins.edit(...edits);
  await renewAfterChange(actor, twin.id);
  return twin;
};

/** Corrects a fact; a person's correction counts with full confidence. */
export const withCorrectedFact = (twin: Twin, fact: { readonly id: string; readonly value: string }): Twin =>
  withFact(twin, fact.id, (current) => ({ ...current, value: fact.value.trim(), confidence: 1, state: 'corrected' }));

/** Forbids a fact: the agents neither use it nor learn it again. */
export const forbidFact = (actor: Actor, shown: Twin, factId: string): Promise<Twin> =>
  editTwin(actor, {
    shown,
    next: (twin) => withFact(twin, factId, (current) => ({ ...current, state: 'forbidden' })),
  });

/** Restores a fact to its previous state. */
export const putFactBack = (actor: Actor, shown: Twin, before: Fact): Promise<Twin> =>
  editTwin(actor, { shown, next: (twin) => withFact(twin, before.id, () => ({ ...before })) });

const withFact = (twin: Twin, id: string, next: (fact: Fact) => Fact): Twin => ({
  ...twin,
  facts: twin.facts.map((fact) => (fact.id === id ? next(fact) : fact)),
});
