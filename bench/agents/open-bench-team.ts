import { join } from 'node:path';
import { receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openMessageFiles } from '@inbetwin/sync-server/files/message-files.ts';
import { createDiskBlobStore } from '@inbetwin/sync-server/store/blobs/disk-blob-store.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import type { Stage } from '../bench-area.ts';
import { makeFolder } from '../stage/start-server.ts';

const place = { channel: 'bench', account: 'bench' } as const;

/** A team on the embedded on-disk store in this process, with customers who write to it. */
export const openBenchTeam = async (stage: Stage, purpose: string) => {
  const directory = await makeFolder(stage, purpose);
  const store = openEmbeddedStore({ directory });
  stage.cleanUp(store.close);
  const clock = createRisingClock(Date.now, () => performance.now());
  const documents = openTeamDocuments(store, 'bench', clock);
  const blobs = createDiskBlobStore(join(directory, 'files'));
  return {
    store,
    files: openMessageFiles({ store, blobs, teamId: 'bench' }),
    clock,
    documents,
    receive: async (chat: number, turn: number, text: string): Promise<Message> => {
      const chatId = String(chat);
      const sender = { externalId: chatId, name: `Клиент ${chatId}` };
      const input = { ...place, chatId, messageId: String(turn), sender, text, sentAt: Date.now() };
      return (await receiveMessage(documents, input, clock())).message;
    },
  };
};
