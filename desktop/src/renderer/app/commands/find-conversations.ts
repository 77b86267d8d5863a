import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { matchContact } from './match-contact.ts';

/** A conversation with the name that people know it by. */
export type NamedConversation = {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly isGroup: boolean;
};

type Collections = Pick<Workspace['collections'], 'conversations' | 'contacts'>;
type Wanted = {
  readonly text: string;
  readonly most: number;
  /** Called with the results so far, and finally with all of them. */
  readonly tell: (found: readonly NamedConversation[]) => void;
  readonly signal: AbortSignal;
};

/** Small enough that the page stays responsive between slices. */
const SLICE = 300;

/**
 * Finds the latest conversations whose customer matches everything that is typed (`matchContact`). It starts with the latest ones and reads
 * only as many as needed. Rejects with the signal's reason when aborted.
 */
export const findConversations = async (collections: Collections, wanted: Wanted): Promise<void> => {
  const { most, tell, signal } = wanted;
  const isAll = wanted.text.trim() === '';
  const matches = matchContact(wanted.text);
  const found: NamedConversation[] = [];
  for await (const slice of latestFirst(collections, isAll ? most : SLICE)) {
    signal.throwIfAborted();
    for (const { conversation, contact } of slice) {
      if (found.length === most || !matches(contact)) continue;
      const { id, channel, audience } = conversation;
      found.push({ id, name: contact.name, channel, isGroup: audience === 'group' });
    }
    if (found.length === most) break;
    if (found.length > 0) tell([...found]);
  }
  tell(found);
};

type Named = { readonly conversation: Conversation; readonly contact: Contact };

/** Yields each conversation once, with its contact if that is on this device. */
const latestFirst = async function* (
  { conversations, contacts }: Collections,
  size: number,
): AsyncIterable<readonly Named[]> {
  const seen = new Set<string>();
  let limit = size;
  for (let from = 0; ; ) {
    const query = { selector: { recency: { $gte: from } }, sort: [{ recency: 'asc' as const }], limit };
    const slice = await conversations.find(query).exec();
    const added = slice.filter(({ id }) => !seen.has(id));
    for (const { id } of added) seen.add(id);
    const known = await contacts.storageInstance.findDocumentsById(
      [...new Set(added.map(({ contactId }) => contactId))],
      false,
    );
    const byId = new Map(known.map((contact) => [contact.id, contact]));
    yield added.flatMap((conversation) => {
      const contact = byId.get(conversation.contactId);
      return contact ? [{ conversation, contact }] : [];
    });
    const last = slice.at(-1);
    if (!last || slice.length < limit) return;
    // More conversations have the same time than fit into a slice.
    limit = last.recency === from ? 2 * limit : size;
    from = last.recency;
  }
};
