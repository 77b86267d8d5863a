import { useMemo } from 'react';
import { useLive } from '../database/use-live.ts';

const MOST = 8;

export type NamedConversation = { readonly id: string; readonly name: string; readonly channel: string };

/**
 * The latest conversations, or those whose customer's name, phone or e-mail holds every word of `text`; undefined until
 * they are read.
 */
export const useConversationsByName = (text: string): readonly NamedConversation[] | undefined => {
  const conversations = useLive(
    ({ collections }) => collections.conversations.find({ sort: [{ recency: 'asc' }] }),
    [],
  );
  const contacts = useLive(({ collections }) => collections.contacts.find(), []);
  const byId = useMemo(() => new Map(contacts?.map((contact) => [contact.id, contact])), [contacts]);
  return useMemo(() => {
    if (!conversations || !contacts) return undefined;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found: NamedConversation[] = [];
    for (const { id, contactId, channel } of conversations) {
      const contact = byId.get(contactId);
      if (!contact) continue;
      const known = [contact.name, contact.phone, contact.email, contact.company].join(' ').toLowerCase();
      if (words.every((word) => known.includes(word))) found.push({ id, name: contact.name, channel });
      if (found.length === MOST) break;
    }
    return found;
  }, [conversations, contacts, byId, text]);
};
