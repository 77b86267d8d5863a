import { bridge } from '../../session/bridge.ts';
import { notificationPermission } from './notification-permission.ts';

export type Note = {
  readonly title: string;
  readonly body: string;
  /** Which conversation a click opens. A newer note of the same takes the place of the one before. */
  readonly conversationId: string;
};

/** Through Electron where the workspace runs in it, else the browser's own; nothing where neither is allowed. */
export const showNotification = (note: Note, open: (conversationId: string) => void): void => {
  const shell = bridge();
  if (shell) {
    void shell.request('notification:show', note);
    return;
  }
  if (notificationPermission() !== 'granted') return;
  const { title, body, conversationId } = note;
  const notification = new Notification(title, { body, tag: conversationId, icon: './icons/icon-192.png' });
  notification.onclick = () => {
    window.focus();
    open(conversationId);
    notification.close();
  };
};
