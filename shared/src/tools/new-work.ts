import type { Conversation } from '../entities/conversation.ts';
import type { Work } from '../entities/work.ts';
import { type MadeKind, requireRoom } from './room-for-work.ts';
import type { CheckContext, ToolContext } from './tool.ts';

/** Of the call: repeated it makes nothing more. The approval that the call may have waited for has an id of its own. */
const idOf = (context: ToolContext, kind: MadeKind): string => `work:${context.idempotencyKey}:${kind}`;

type Subject = { readonly id: string; readonly conversation: Conversation };
type Making = Omit<Work, 'id' | 'kind' | 'state' | 'createdBy' | 'createdAt' | 'updatedAt'>;

/** Whether such work can be made for the run's own customer at all; throws `tool.impossible`. */
export const requireMakeable = async ({ documents, run, clock }: CheckContext, kind: MadeKind): Promise<void> => {
  await requireRoom(documents, { kind, contactId: run.conversation.contactId, now: clock() });
};

/**
 * The work that this call makes, about the run's own customer: `make` is asked for it the first time alone, since what it checks
 * may have changed when a call is repeated after a crash.
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
