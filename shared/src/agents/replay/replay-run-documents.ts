import { Failure } from '../../contracts/errors.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import { collectionNames } from '../../entities/registry.ts';
import type { Run } from '../../entities/run.ts';
import type { TeamCollection, TeamDocuments } from '../../ports/team-documents.ts';
import { pastRuns } from '../runs/past-runs.ts';

/** The documents that a replay sees instead of the stored ones. */
export type Scene = {
  readonly conversation: Conversation;
  readonly message: Message;
  /** Unix milliseconds; later messages of the customer are not visible. */
  readonly until: number;
  /** What the team had said by then is visible, except for what this run said itself. */
  readonly run?: { readonly id: string; readonly beganAt: number };
};

const PAGE = 100;

/**
 * The team's documents as a replay reads them: nothing can be written, and later messages and actions are not visible.
 */
export const sceneDocuments = (
  documents: TeamDocuments,
  { conversation, message, until, run }: Scene,
): TeamDocuments => {
  const stored = readOnly(documents);
  const lastMoment = Math.max(until, run?.beganAt ?? 0);
  const isPast = ({ createdAt, direction, runId }: Message): boolean => {
    if (direction === 'inbound' || !run) return createdAt <= until;
    return runId !== run.id && createdAt <= lastMoment;
  };
  const messages: TeamCollection<Message> = {
    ...stored.messages,
    get: async (id) => (id === message.id ? message : stored.messages.get(id)),
    find: async ({ cursor: first, ...query }) => {
      const items: Message[] = [];
      for (let cursor = first; ; ) {
        const from = cursor === undefined ? {} : { cursor };
        const page = await stored.messages.find({ ...query, ...from, limit: PAGE });
        items.push(...page.items.filter(isPast));
        if (items.length >= query.limit || page.next === undefined) return { items: items.slice(0, query.limit) };
        cursor = page.next;
      }
    },
    as: () => messages,
  };
  const runs: TeamCollection<Run> = {
    ...stored.runs,
    find: async (query) => {
      const { items } = await pastRuns(stored.runs, { ...query, limit: query.limit + 1 }, lastMoment);
      return { items: items.filter(({ id }) => id !== run?.id).slice(0, query.limit) };
    },
    as: () => runs,
  };
  const conversations: TeamCollection<Conversation> = {
    ...stored.conversations,
    get: async (id) => (id === conversation.id ? conversation : stored.conversations.get(id)),
    as: () => conversations,
  };
  return { ...stored, messages, conversations, runs };
};

const readOnly = (documents: TeamDocuments): TeamDocuments =>
  Object.fromEntries(
    collectionNames.map((name) => [name, withoutWrites(documents[name] as unknown as TeamCollection<{ id: string }>)]),
  ) as unknown as TeamDocuments;

const withoutWrites = (collection: TeamCollection<{ id: string }>): TeamCollection<{ id: string }> => {
  const quiet: TeamCollection<{ id: string }> = {
    ...collection,
    stored: { ...collection.stored, write: refuse },
    insertOnce: refuse,
    insertMany: refuse,
    put: refuse,
    update: refuse,
    upsert: refuse,
    delete: refuse,
    edit: refuse,
    remove: refuse,
    restore: refuse,
    as: () => quiet,
  };
  return quiet;
};

const refuse = async (): Promise<never> => {
  throw new Failure('document.forbidden', 'A replay writes nothing.', 'Perform it in a run.');
};
