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
    granted: 'One for each conversation; a click opens it.',
    unasked: 'The browser will ask for permission. Without it, new messages show only in the title of the tab.',
    blocked:
      'The browser blocks notifications for this address. Allow them in the site settings, to the left of the address.',
    unsupported: 'This browser shows no notifications at such an address: it needs HTTPS.',
  },
  sound: 'Sound',
  soundHint: 'A short signal in one of the open tabs.',
  tryOut: 'Try it',
  rings: {
    label: 'Notify me about',
    hint: 'Conversations that an agent answers, and those of colleagues, stay silent. The settings apply to this device.',
    waiting: 'Mine and unassigned',
    mine: 'Mine only',
  },
  many_one: '{{count}} conversation waits for a reply',
  many_other: '{{count}} conversations wait for a reply',
};
