import type { ChannelMemory } from '@inbetwin/bot/channels/channel.ts';
import type { DocumentStore, JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';
import type { ChannelSecret } from './channel-secrets.ts';

const memorySchema = z.strictObject({ id: z.string(), teamId: z.string(), value: z.record(z.string(), z.unknown()) });

/** Used by the server only; never replicated. */
const openMemories = (store: DocumentStore) => openCollection(store.collection('server/channel-memory'), memorySchema);

/** Opens the durable state of an account's connection. What another team's connection of the same account has stored is not read. */
export const openChannelMemory = (store: DocumentStore, { id, teamId }: ChannelSecret): ChannelMemory => {
  const memories = openMemories(store);
  return {
    read: async () => {
      const memory = await memories.get(id);
      return memory?.teamId === teamId ? memory.value : undefined;
    },
    write: (value) => memories.put({ id, teamId, value }),
  };
};

/** The state of a connection that only checks credentials; it is lost with the connection. */
export const passingMemory = (): ChannelMemory => {
  let kept: JsonObject | undefined;
  return {
    read: async () => kept,
    write: async (value) => {
      kept = value;
    },
  };
};

/** Erases what the connections of these accounts have stored, but not those of another team that has connected an account since. */
export const eraseChannelMemory = async (store: DocumentStore, erased: readonly ChannelSecret[]): Promise<void> => {
  const memories = openMemories(store);
  const found = await memories.getMany(erased.map(({ id }) => id));
  const own = found.filter(({ id, teamId }) => erased.some((secret) => secret.id === id && secret.teamId === teamId));
  await memories.delete(own.map(({ id }) => id));
};
