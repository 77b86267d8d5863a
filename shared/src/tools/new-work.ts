import type { Conversation } from '../entities/conversation.ts';
import type { Work } from '../entities/work.ts';
import { type MadeKind, requireRoom } from './room-for-work.ts';
import type { CheckContext, ToolContext } from './tool.ts';

/**
 * Derived from the call, so that repeating it creates nothing new. The approval that the call may have waited for has
 * its own id.
 */
const idOf = (context: ToolContext, kind: MadeKind): string => `work:${context.idempotencyKey}:${kind}`;

type Subject = { readonly id: string; readonly conversation: Conversation };
type Making = Omit<Work, 'id' | 'kind' | 'state' | 'createdBy' | 'createdAt' | 'updatedAt'>;

/** Throws `tool.impossible` when work of this kind cannot be created for the run's customer. */
export const requireMakeable = async ({ documents, run, clock }: CheckContext, kind: MadeKind): Promise<void> => {
  await requireRoom(documents, { kind, contactId: run.conversation.contactId, now: clock() });
};

/**
 * Creates the work of this call, about the run's own customer. `make` runs only the first time, since what it checks
 * may have changed when the call is repeated after a crash.
 */
export const makeWorkOnce = async (
  context: ToolContext,
  kind: MadeKind,
  make: (subject: Subject) => Promise<Making> | Making,
): Promise<Work> => {
  const {
    documents,
    run: { conversation },
  } = context;
  const id = idOf(context, kind);
  const made = await documents.work.get(id);
  if (made) return made;
  const now = context.clock();
  await requireRoom(documents, { kind, contactId: conversation.contactId, now });
  const { document } = await documents.work.insertOnce({
    ...(conversation.assigneeId !== undefined && { assigneeId: conversation.assigneeId }),
    ...(await make({ id, conversation })),
    id,
    kind,
    state: 'open',
    conversationId: conversation.id,
    contactId: conversation.contactId,
    leadId: conversation.leadId,
    createdBy: documents.work.by,
    createdAt: now,
    updatedAt: now,
  });
  return document;
};
