import { MAX_LEAD_MS, type RisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const PAGE = 50;
const MAX_PAGES = 20;

/**
 * Raises a team's clock above the newest stored time, so that a server whose clock was set back while it was down still orders new messages
 * after older ones. Only documents dated by a server's clock are considered.
 */
export const raiseClock = async (clock: RisingClock, { messages, runs }: TeamDocuments): Promise<void> => {
  const latest = clock() + MAX_LEAD_MS;
  for (const { stored, field } of [
    { stored: messages.stored, field: 'createdAt' },
    { stored: runs.stored, field: 'updatedAt' },
  ]) {
    clock.raise(await newestTime(stored, field, latest));
  }
};

/** The newest plausible time; 0 if there is none among the newest thousand documents. */
const newestTime = async (stored: DocumentCollection, field: string, latest: number): Promise<number> => {
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await stored.find({
      index: [field],
      equals: [],
      descending: true,
      limit: pages === 0 ? 1 : PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    const times = page.documents.map(({ body }) => Number(body[field]));
    const sound = times.find((time) => time <= latest);
    if (sound !== undefined) return sound;
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return 0;
};
