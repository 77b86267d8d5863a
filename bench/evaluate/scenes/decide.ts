import type { Work } from '@inbetwin/shared/entities/work.ts';
import type { Scene } from './open-scene.ts';

/** A person's decision about the open call of a tool. */
export type Decision = { readonly tool: string } & (
  | { readonly kind: 'approve'; readonly changed?: string }
  | { readonly kind: 'refuse'; readonly reason?: string }
);

const USER = 'user:ilya';

/** Writes a person's decision as their device would, and continues the run. Throws when the tool has no open call. */
export const decide = async (scene: Scene, decision: Decision): Promise<void> => {
  const { documents, clock, runs } = scene;
  const open = (await openApprovals(scene)).find(({ approval }) => approval?.tool === decision.tool);
  if (!open?.approval) throw new Error(`No call of ${decision.tool} waits for a person.`);
  const now = clock();
  const answer =
    decision.kind === 'approve'
      ? { ...(decision.changed !== undefined && { changed: decision.changed }) }
      : { ...(decision.reason !== undefined && { reason: decision.reason }) };
  await documents.work.as(USER).update(open.id, (current) =>
    current.approval
      ? {
          ...current,
          state: decision.kind === 'approve' ? 'approved' : 'refused',
          approval: { ...current.approval, ...answer, decidedBy: USER, decidedAt: now },
          updatedAt: now,
        }
      : current,
  );
  await runs.resume(open.approval.runId, { signal: new AbortController().signal });
};

/** Returns the approvals that are open in the conversation. */
export const openApprovals = async ({ documents, conversationId }: Scene): Promise<readonly Work[]> => {
  const { items } = await documents.work.find({
    index: ['kind', 'state', 'dueAt'],
    equals: ['approval', 'open'],
    limit: 1000,
  });
  return items.filter((each) => each.conversationId === conversationId);
};
