import type { WindowClients } from './worker-scope.ts';

const KIND = 'open-conversation';

/** What a notification carries, and what the service worker tells a page when it is clicked. */
export const openConversationMessage = (conversationId: string) => ({ kind: KIND, conversationId });

/** Undefined for a message about something else. */
export const conversationToOpen = (message: unknown): string | undefined => {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== KIND)
    return undefined;
  return 'conversationId' in message && typeof message.conversationId === 'string' ? message.conversationId : undefined;
};

/** Brings a page of the workspace to the front and has it open the conversation; opens a page where there is none. */
export const openFromNotification = async (clients: WindowClients, root: string, message: unknown): Promise<void> => {
  const conversationId = conversationToOpen(message);
  const pages = (await clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ url }) =>
    url.startsWith(root),
  );
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    const address = conversationId === undefined ? '' : `#/inbox/${encodeURIComponent(conversationId)}`;
    await clients.openWindow(`${root}${address}`);
    return;
  }
  await page.focus();
  if (conversationId !== undefined) page.postMessage(openConversationMessage(conversationId));
};
