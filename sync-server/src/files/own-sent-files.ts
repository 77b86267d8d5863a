import type { PushRequest } from '@inbetwin/shared/contracts/sync.ts';
import { z } from 'zod';
import type { SyncGateway } from '../http/machinery/services.ts';
import type { MessageFiles } from './message-files.ts';

/**
 * Records the files of replies before their device gets its response, because the device uploads them right after it. After a crash in
 * between, the unanswered rows are pushed again.
 */
export const owningSentFiles = (
  gateway: SyncGateway,
  messageFilesOf: (teamId: string) => Pick<MessageFiles, 'own'>,
): SyncGateway => ({
  ...gateway,
  push: async (caller, request) => {
    const answer = await gateway.push(caller, request);
    if (request.collection !== 'messages') return answer;
    const refused = new Set(answer.refused.map(({ id }) => id));
    for (const row of request.rows.filter(({ newDocumentState }) => !refused.has(newDocumentState.id))) {
      const digests = digestsOf(row);
      if (digests.length > 0) await messageFilesOf(caller.teamId).own(row.newDocumentState.id, digests);
    }
    return answer;
  },
});

const filesSchema = z.object({ attachments: z.array(z.object({ digest: z.string() })) });

const digestsOf = ({ newDocumentState }: PushRequest['rows'][number]): readonly string[] =>
  filesSchema.safeParse(newDocumentState).data?.attachments.map(({ digest }) => digest) ?? [];
