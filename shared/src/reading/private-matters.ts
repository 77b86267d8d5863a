import { readDeed } from './deeds/read-deed.ts';
import { findEmails } from './email.ts';
import { findPhones } from './phone.ts';
import { readConsent } from './read-consent.ts';

/** Whether the author wants something that concerns only them: an order, an appointment, or fewer messages. */
export const wantsPrivateMatter = (text: string): boolean =>
  readDeed(text) !== undefined || readConsent(text) === 'out';

/** Whether the text mentions something that should not be said where others read it. */
export const mentionsPrivateMatter = (text: string): boolean =>
  wantsPrivateMatter(text) || findPhones(text, 'ru').length > 0 || findEmails(text).length > 0;
