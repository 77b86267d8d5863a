const KIND = 'open-conversation';

/** The data of a notification, which the service worker passes to a page when the notification is clicked. */
export const openConversationMessage = (conversationId: string) => ({
  kind: KIND,
  conversationId,
  address: `#/inbox/${encodeURIComponent(conversationId)}`,
});

/** The conversation to open, or undefined for any other message. */
export const conversationToOpen = (message: unknown): string | undefined => {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== KIND)
    return undefined;
  return 'conversationId' in message && typeof message.conversationId === 'string' ? message.conversationId : undefined;
};
