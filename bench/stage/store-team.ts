import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { openEmbeddedStore } from '@inbetwin/sync-server/store/embedded/embedded-store.ts';
import type { BenchPassage } from '../search/corpus.ts';
import { contactAt, conversationAt, leadAt, MESSAGES_EACH, messageAt, runAt } from './sample-documents.ts';

const BATCH = 1_000;

type Place = { readonly folder: string; readonly teamId: string };

/** Writes leads to a server's data folder, as another process on the same store would. */
export const storeLeads = (where: Place, leads: readonly Lead[]): Promise<void> =>
  writeTeam(where, (documents) => insertAll(documents.leads, leads.length, (at) => leads[at] ?? leadAt(at)));

/** Writes `leads` leads, each with its contact and a conversation with messages. */
export const storeTeam = (where: Place, leads: number): Promise<void> =>
  writeTeam(where, async (documents) => {
    await insertAll(documents.leads, leads, leadAt);
    await insertAll(documents.contacts, leads, contactAt);
    await insertAll(documents.conversations, leads, conversationAt);
    await insertAll(documents.messages, leads * MESSAGES_EACH, messageAt);
  });

/** Stores the runs of the first `runs` messages. */
export const storeRuns = (where: Place, runs: number): Promise<void> =>
  writeTeam(where, (documents) => insertAll(documents.runs, runs, runAt));

/** Writes passages, in sources of `each` passages. */
export const storePassages = (where: Place, passages: readonly BenchPassage[], each: number): Promise<void> =>
  writeTeam(where, (documents) =>
    insertAll(documents.passages, passages.length, (at) => toPassage(passages, at, each)),
  );

const toPassage = (passages: readonly BenchPassage[], at: number, each: number): Passage => {
  const { text, language } = passages[at] ?? { text: '', language: 'ru' };
  const sourceId = `source:bench-${Math.floor(at / each)}`;
  const position = at % each;
  return {
    id: `${sourceId}:${position}`,
    sourceId,
    position,
    title: '',
    text,
    start: 0,
    end: text.length,
    language,
    updatedAt: at,
  };
};

const writeTeam = async (
  { folder, teamId }: Place,
  write: (documents: TeamDocuments) => Promise<void>,
): Promise<void> => {
  const store = openEmbeddedStore({ directory: folder });
  try {
    await write(openTeamDocuments(store, teamId));
  } finally {
    await store.close();
  }
};

/** Inserts the documents at the positions 0 to `count` - 1, in batches. */
export const insertAll = async <T>(
  collection: { readonly insertMany: (documents: readonly T[]) => Promise<unknown> },
  count: number,
  documentAt: (at: number) => T,
): Promise<void> => {
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    await collection.insertMany(Array.from({ length }, (_, at) => documentAt(from + at)));
  }
};
