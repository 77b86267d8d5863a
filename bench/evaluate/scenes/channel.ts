import { applyMessage } from '@inbetwin/shared/conversations/messages/apply-message.ts';
import type { Scene } from './open-scene.ts';

/** Delivers the messages in the outbox to the customer. */
export const deliver = async ({ documents, runs, clock, conversationId }: Scene): Promise<void> => {
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], limit: 1000 };
  const { items } = await documents.messages.find(query);
  for (const { id } of items.filter(({ delivery }) => delivery.state === 'queued')) {
    const sent = await documents.messages.update(id, (message) => ({
      ...message,
      delivery: { ...message.delivery, state: 'sent', attempts: 1, platformIds: [id.slice(-120)] },
    }));
    if (!sent) continue;
    await documents.conversations.update(conversationId, (current) => applyMessage(current, sent));
    await runs.followUps.plan(sent, clock());
  }
};

/** Carries out the follow-ups that are due. */
export const fireDue = async ({ documents, runs, clock, conversationId }: Scene): Promise<void> => {
  const query = { index: ['kind', 'state', 'dueAt'], equals: ['follow-up', 'open'], limit: 1000 };
  const { items } = await documents.work.find(query);
  const now = clock();
  for (const { id } of items.filter((each) => each.conversationId === conversationId && each.dueAt <= now)) {
    await runs.followUps.fire(id, { signal: new AbortController().signal });
  }
};
