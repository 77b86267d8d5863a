import { app, type Session, shell, type WebContents } from 'electron';
import { isOwnAddress } from './origin.ts';
import { emit } from './window.ts';

/** Writing to the clipboard is the only permission that the renderer gets. */
const grantedPermissions: readonly string[] = ['clipboard-sanitized-write'];

/**
 * Prevents all windows from navigating away from the application's own pages, opening windows, embedding pages, and getting permissions.
 */
export const restrictSession = (session: Session, ownOrigins: readonly string[]): void => {
  const isOwn = (address: string): boolean => isOwnAddress(address, ownOrigins);
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(grantedPermissions.includes(permission) && isOwn(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => grantedPermissions.includes(permission) && isOwn(origin),
  );
  app.on('web-contents-created', (_event, contents) => confine(contents, isOwn));
};

const confine = (contents: WebContents, isOwn: (address: string) => boolean): void => {
  contents.on('will-navigate', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwn(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // A link in a customer's message opens in the default browser, never in the application.
    if (/^https?:$/.test(URL.parse(url)?.protocol ?? '') && !isOwn(url)) openOutside(contents, url);
    return { action: 'deny' };
  });
};

const openOutside = (contents: WebContents, url: string): void => {
  shell.openExternal(url).catch((error: unknown) => {
    // biome-ignore lint/suspicious/noConsole: the renderer tells the person; the system's reason is logged here
    console.warn('The system could not open a link.', error);
    emit(contents, 'link:unopened', { url });
  });
};
