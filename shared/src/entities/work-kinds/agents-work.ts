import { conflictsOf } from '../../merge/mergeable.ts';
import { isSameValue } from '../../merge/same-state.ts';
import { type Objection, refuse, refuseFixed } from '../declaring/write-rule.ts';
import type { CommonWork as Work } from './work-kind.ts';

const bookkeeping = ['updatedAt', 'edits', 'seen', 'conflicts'];

/** Returns a changed field that is not among those `open` to change. */
export const findOtherChange = (next: Work, present: Work, open: readonly string[]): string | undefined => {
  const [after, before] = [next as Readonly<Record<string, unknown>>, present as Readonly<Record<string, unknown>>];
  const free = new Set([...open, ...bookkeeping]);
  const fields = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...fields].find((field) => !free.has(field) && !isSameValue(after[field], before[field]));
};

/** Two people decided concurrently: the second decision would wait to be chosen, which is no longer allowed. */
export const hasNewChoice = (next: Work, present: Work): boolean => {
  const known = new Set(conflictsOf(present).map(({ id }) => id));
  return conflictsOf(next).some(({ id }) => !known.has(id));
};

/** Work that an agent prepared ends once: it is used or dismissed. */
export const findUnendable = (
  next: Work,
  present: Work,
): Objection<'work.state' | 'document.field_fixed'> | undefined => {
  const fixed = findOtherChange(next, present, ['state']);
  if (fixed) return refuseFixed(fixed);
  if (next.state === present.state && !hasNewChoice(next, present)) return undefined;
  const ends = present.state === 'open' && (next.state === 'done' || next.state === 'cancelled');
  return ends ? undefined : refuse('work.state', `A ${present.kind} that is ${present.state} stays so.`, 'state');
};
