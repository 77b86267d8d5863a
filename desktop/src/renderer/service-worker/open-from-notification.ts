import type { WindowClients } from './worker-scope.ts';

/**
 * Focuses a page of the workspace and passes the message to it, or opens a new page at the message's address. It imports only types,
 * because a module shared with the pages would become a chunk that a classic worker cannot load.
 */
export const openFromNotification = async (clients: WindowClients, root: string, message: unknown): Promise<void> => {
  const pages = (await clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ url }) =>
    url.startsWith(root),
  );
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    await clients.openWindow(`${root}${isAddressed(message) ? message.address : ''}`);
    return;
  }
  await page.focus();
  if (isAddressed(message)) page.postMessage(message);
};

const isAddressed = (message: unknown): message is { readonly address: string } =>
  typeof message === 'object' && message !== null && 'address' in message && typeof message.address === 'string';
