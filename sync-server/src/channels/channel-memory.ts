import type { ChannelMemory } from '@inbetwin/bot/channels/channel.ts';
import type { DocumentStore, JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import type { ChannelSecret } from './channel-secrets.ts';

const memorySchema = z.strictObject({ id: z.string(), teamId: z.string(), value: z.record(z.string(), z.unknown()) });

/** The server's own; nothing here is ever replicated. */
const openMemories = (store: DocumentStore) => openCollection(store.database('channel-memory'), memorySchema);

/** What the connection of an account remembers, in the store. */
export const openChannelMemory = (store: DocumentStore, { id, teamId }: ChannelSecret): ChannelMemory => {
  const memories = openMemories(store);
  return {
    read: async () => (await memories.get(id))?.value,
    write: (value) => memories.put({ id, teamId, value }),
  };
};

/** For a connection that is only asked who it is: forgotten with it. */
export const passingMemory = (): ChannelMemory => {
  let kept: JsonObject | undefined;
  return {
    read: async () => kept,
    write: async (value) => {
      kept = value;
    },
  };
};

export const eraseChannelMemory = (store: DocumentStore, ids: readonly string[]): Promise<void> =>
  openMemories(store).delete(ids);
