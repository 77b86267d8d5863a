import type { Work } from '@inbetwin/shared/entities/work.ts';

/** A person's decision; `changed` holds the arguments as JSON text if the person changed them. */
export type Decision =
  | { readonly state: 'approved'; readonly changed?: string }
  | { readonly state: 'refused'; readonly reason?: string };

type By = { readonly userId: string; readonly now: number };

/** Applies this person's decision to an approval; returns the same object if it is no longer pending. */
export const decideApproval = (work: Work, { state, ...words }: Decision, { userId, now }: By): Work => {
  if (work.state !== 'open' || !work.approval) return work;
  return {
    ...work,
    state,
    approval: { ...work.approval, ...words, decidedBy: userId, decidedAt: now },
    updatedAt: Math.max(work.updatedAt + 1, now),
  };
};

/** Sorts pending approvals so that the one that has waited longest comes first. */
export const inOrder = (approvals: readonly Work[]): readonly Work[] =>
  approvals.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));

/** The approval to show after `id` is decided: the next one, otherwise the previous one. */
export const neighborOf = (approvals: readonly Work[], id: string | undefined): Work | undefined => {
  const at = approvals.findIndex((one) => one.id === id);
  return approvals[at + 1] ?? (at > 0 ? approvals[at - 1] : undefined);
};
