import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { openLocalDocument } from '../../database/local-document.ts';
import type { RemoteWriters } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { OnDemandClient } from './on-demand-client.ts';

/** How far back the messages of a conversation were downloaded beyond what this device receives by itself. */
export type EarlierMessages = {
  /** Where the next page begins; absent before the first one. */
  readonly cursor?: string;
  /** The beginning of the conversation is here. */
  readonly isStart: boolean;
};

/** Downloads what this device does not hold when a person opens it. Each call rejects with what prevented it. */
export type OnDemand = {
  /** Downloads a conversation with what its screen shows. False if the server does not have it. */
  openConversation(id: string): Promise<boolean>;
  /** Downloads a customer with what the profile shows. False if the server does not have it. */
  openContact(id: string): Promise<boolean>;
  /** Downloads the newest messages of a conversation. */
  readNewest(conversationId: string): Promise<void>;
  /** Downloads a page of messages from before those that are here; `since` is the time since which all of them are. */
  readEarlier(conversationId: string, since: number): Promise<void>;
  /** Tells how far back the messages of a conversation are here, now and after each change; returns a function that unsubscribes. */
  watchEarlier(conversationId: string, listener: (earlier: EarlierMessages) => void): () => void;
};

type OnDemandParts = {
  readonly workspace: Pick<Workspace, 'database'>;
  readonly client: OnDemandClient;
  readonly writers: RemoteWriters;
};

const PAGE = 100;
const nothingEarlier: EarlierMessages = { isStart: false };

export const createOnDemand = ({ workspace: { database }, client, writers }: OnDemandParts): OnDemand => {
  const openEarlier = (conversationId: string) =>
    openLocalDocument<EarlierMessages>(database, `earlier:${conversationId}`);

  const store = async (name: ReplicatedCollection, documents: readonly SyncDocument[]): Promise<void> => {
    if (documents.length === 0) return;
    await writers[name].apply(documents);
    if (entities[name].retention.until === 'team-ends') return;
    // The news of a deletion may have come, and been of nothing that was here, between the answer and its storing.
    const ids = documents.map(({ id }) => id);
    const living = new Set((await client.read(name, ids)).map(({ id }) => id));
    await writers[name].apply(ids.filter((id) => !living.has(id)).map((id) => ({ id, _deleted: true })));
  };

  const fetch = async (name: ReplicatedCollection, ids: readonly string[]): Promise<readonly SyncDocument[]> => {
    const documents = await client.read(name, ids);
    await store(name, documents);
    return documents;
  };

  const lookUp = async (name: ReplicatedCollection, query: Parameters<OnDemandClient['lookUp']>[1]) => {
    const page = await client.lookUp(name, query);
    await store(name, page.documents);
    return page;
  };

  const readNewest = async (conversationId: string): Promise<void> => {
    const { next } = await lookUp('messages', { field: 'conversationId', value: conversationId, limit: PAGE });
    await openEarlier(conversationId).change((known) => known ?? positionAfter(next));
  };

  const openWork = (contactId: string) => lookUp('work', { field: 'contactId', value: contactId, limit: PAGE });

  return {
    openConversation: async (id) => {
      const [conversation] = await client.read('conversations', [id]);
      if (!conversation) return false;
      const { contactId, leadId } = entities.conversations.schema
        .pick({ contactId: true, leadId: true })
        .parse({ contactId: conversation.contactId, leadId: conversation.leadId });
      await Promise.all([
        fetch('contacts', [contactId]),
        fetch('twins', [contactId]),
        fetch('leads', [leadId]),
        openWork(contactId),
        readNewest(id),
      ]);
      // Last, because then the screen shows it.
      await store('conversations', [conversation]);
      return true;
    },
    openContact: async (id) => {
      const [contact] = await client.read('contacts', [id]);
      if (!contact) return false;
      const ofContact = { field: 'contactId', value: id, limit: PAGE };
      await Promise.all([
        fetch('twins', [id]),
        lookUp('leads', ofContact),
        lookUp('conversations', ofContact),
        openWork(id),
      ]);
      await store('contacts', [contact]);
      return true;
    },
    readNewest,
    readEarlier: async (conversationId, since) => {
      const earlier = openEarlier(conversationId);
      const { cursor, isStart } = (await earlier.read()) ?? nothingEarlier;
      if (isStart) return;
      const from = cursor === undefined ? { before: since } : { cursor };
      const query = { field: 'conversationId', value: conversationId, limit: PAGE };
      const { next } = await lookUp('messages', { ...query, ...from });
      await earlier.change(() => positionAfter(next));
    },
    watchEarlier: (conversationId, listener) =>
      openEarlier(conversationId).watch((earlier) => listener(earlier ?? nothingEarlier)),
  };
};

const positionAfter = (next: string | undefined): EarlierMessages =>
  next === undefined ? { isStart: true } : { isStart: false, cursor: next };
