import { notificationPermission } from '../../parts/notifications/notification-permission.ts';
import { conversationToOpen, openConversationMessage } from '../../service-worker/open-conversation.ts';
import { bridge } from '../../session/bridge.ts';

/** The content of a notification. */
export type Note = {
  readonly title: string;
  readonly body: string;
  /** The conversation that a click opens. A newer notification for it replaces the previous one. */
  readonly conversationId: string;
};

/**
 * Shows a notification through Electron if available, otherwise through the browser; does nothing without permission. Prefers the service
 * worker, because Chrome on Android throws at `new Notification`, and its notifications can be clicked after the page is closed.
 */
export const showNotification = async (note: Note, open: (conversationId: string) => void): Promise<void> => {
  const shell = bridge();
  if (shell) {
    await shell.request('notification:show', note);
    return;
  }
  if (notificationPermission() !== 'granted') return;
  const { title, body, conversationId } = note;
  const options = { body, tag: conversationId, icon: './icons/icon-192.png' };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) {
    // Without `renotify`, the next message of a conversation would replace the previous notification silently.
    const shown: NotificationOptions & { readonly renotify: boolean } = {
      ...options,
      renotify: true,
      data: openConversationMessage(conversationId),
    };
    await registration.showNotification(title, shown);
    return;
  }
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    open(conversationId);
    notification.close();
  };
};

/** Calls `open` when a notification of the service worker is clicked, which has brought this page to the front. */
export const listenToNotificationClicks = (open: (conversationId: string) => void): (() => void) => {
  const worker = navigator.serviceWorker;
  if (!worker) return () => undefined;
  const listen = ({ data }: MessageEvent): void => {
    const conversationId = conversationToOpen(data);
    if (conversationId !== undefined) open(conversationId);
  };
  worker.addEventListener('message', listen);
  // A worker's messages are queued until the page says that it listens.
  worker.startMessages();
  return () => worker.removeEventListener('message', listen);
};
