export const notifications = {
  title: 'Notifications',
  state: {
    notifications: { on: 'On', off: 'Off' },
    sound: { on: 'On', off: 'Off' },
  },
  notify: 'Show notifications',
  allow: 'Allow notifications',
  blocked: 'Blocked',
  permission: {
    granted: 'One per conversation; click to open it.',
    unasked: 'The browser will ask for permission. Without it, new messages show only in the title of the tab.',
    blocked:
      'The browser blocks notifications for this address. Allow them in the site settings, to the left of the address.',
    unsupported: 'This browser can’t show notifications at this address: HTTPS is required.',
  },
  sound: 'Sound',
  soundHint: 'A short sound in one of the open tabs.',
  tryOut: 'Try it',
  rings: {
    label: 'Notify me about',
    hint: 'Conversations handled by agents or colleagues stay silent. These settings apply to this device.',
    waiting: 'Mine and unassigned',
    mine: 'Mine only',
  },
  many_one: '{{count}} conversation is waiting for a reply',
  many_other: '{{count}} conversations are waiting for a reply',
};
