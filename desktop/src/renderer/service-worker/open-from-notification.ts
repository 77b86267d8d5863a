import type { WindowClients } from './worker-scope.ts';

/**
 * Brings a page of the workspace to the front and passes the message on to it; opens a page at the message's address where there is
 * none. Only types are imported here: what the pages import too would become a file that a classic worker cannot load.
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
