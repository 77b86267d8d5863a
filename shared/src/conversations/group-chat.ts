import type { Contact } from '../entities/contact.ts';
import type { Conversation } from '../entities/conversation.ts';
import { nameLeadsAfter } from '../leads/name-leads.ts';
import { msOf } from '../merge/hybrid-clock.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { cutText } from '../text/cut-text.ts';

/** What a channel tells of a group without anybody having written: its names and its id are not for ever. */
export type ChatChange = {
  /** The platform's id of our own account. */
  readonly account: string;
  readonly chatId: string;
} & (
  | { readonly title: string; readonly topic?: string }
  /** The platform gave the chat another id. */
  | { readonly movedTo: string }
);

/** What a group's contact and lead are called: the chat's title, and the topic if there is one. */
export const groupNameOf = ({ topic }: Pick<Conversation, 'topic'>, title: string): string =>
  cutText([title, topic].filter(Boolean).join(' / '), 200);

/**
 * Names a group's contact and lead after the chat, as it was called at `now`. A name that a person gave them stays, and a later one
 * too. The lead comes first, so that a crash in between is mended by doing it again.
 */
export const nameGroup = async (
  { contacts, leads }: Pick<TeamDocuments, 'contacts' | 'leads'>,
  conversation: Conversation,
  title: string,
  now: number,
): Promise<void> => {
  const name = groupNameOf(conversation, title);
  const contact = await contacts.get(conversation.contactId);
  if (contact?.kind !== 'group' || name === '' || contact.name === name || !mayBeNamed(contact, now)) return;
  await nameLeadsAfter({ leads }, { id: contact.id, name }, { former: [contact.name], now });
  await contacts.update(contact.id, (current) =>
    mayBeNamed(current, now) ? { ...current, name, updatedAt: Math.max(current.updatedAt, now) } : current,
  );
};

const mayBeNamed = ({ edits = {} }: Pick<Contact, 'edits'>, now: number): boolean => {
  const naming = edits['/name'];
  return naming === undefined || (naming.by === 'server' && msOf(naming.at) <= now);
};
