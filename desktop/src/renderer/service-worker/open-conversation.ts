const KIND = 'open-conversation';

/** What a notification carries, and what the service worker tells a page when it is clicked. */
export const openConversationMessage = (conversationId: string) => ({
  kind: KIND,
  conversationId,
  address: `#/inbox/${encodeURIComponent(conversationId)}`,
});

/** Undefined for a message about something else. */
export const conversationToOpen = (message: unknown): string | undefined => {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== KIND)
    return undefined;
  return 'conversationId' in message && typeof message.conversationId === 'string' ? message.conversationId : undefined;
};
