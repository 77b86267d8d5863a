import type { Contact } from '../entities/contact.ts';
import type { Conversation } from '../entities/conversation.ts';
import { nameLeadsAfter } from '../leads/name-leads.ts';
import { msOf } from '../merge/hybrid-clock.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { cutText } from '../text/cut-text.ts';

/** A change of a group that the channel reports without a message: a new title, topic name or chat id. */
export type ChatChange = {
  /** The platform's id of the team's own account. */
  readonly account: string;
  readonly chatId: string;
} & (
  | { readonly title: string; readonly topic?: string }
  /** The platform gave the chat a new id. */
  | { readonly movedTo: string }
);

/** The name of a group's contact and lead: the chat's title and, if there is one, the topic. */
export const groupNameOf = ({ topic }: Pick<Conversation, 'topic'>, title: string): string =>
  cutText([title, topic].filter(Boolean).join(' / '), 200);

/**
 * Names a group's contact and lead after the chat's title as of `now`. A name given by a person, or a later title, is
 * kept. The lead is renamed first, so that repeating the call after a crash completes the change.
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
