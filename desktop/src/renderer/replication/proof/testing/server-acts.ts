import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { applyMessage } from '@inbetwin/shared/conversations/messages/apply-message.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Twin } from '@inbetwin/shared/entities/twin.ts';
import type { TeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { sampleFact, sampleReply } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import type { Picks } from './acts.ts';
import type { Journal } from './journal.ts';
import type { ProofServer } from './proof-server.ts';

/** The values that the server set last, which no device may undo. */
export type ServerWord = {
  readonly collection: ReplicatedCollection;
  readonly id: string;
  readonly field: string;
  value: unknown;
};

/** The acts of agents, channels and the outbox on the server. */
export const createServerActs = (server: ProofServer, journal: Journal, now: () => number) => {
  const { documents } = server;
  const words = new Map<string, ServerWord>();
  let made = 0;

  const change = async <T extends { id: string }>(
    name: ReplicatedCollection,
    collection: TeamCollection<T>,
    id: string,
    next: (current: T) => T,
  ): Promise<void> => {
    let pending: ReturnType<Journal['begin']> | undefined;
    const written = await collection.update(id, (current) => {
      pending?.drop();
      const after = next(structuredClone(current));
      const states = { before: asState(current), after: asState(after) };
      pending = journal.begin({ who: 'server', what: 'serve', collection: name, id, ...states });
      return after;
    });
    pending?.done(written && asState(written));
  };

  const set = (collection: ReplicatedCollection, id: string, field: string, value: unknown): void => {
    words.set(`${collection}/${id}/${field}`, { collection, id, field, value });
  };

  const pickId = async (name: ReplicatedCollection, number: number): Promise<string | undefined> => {
    const living = [...(await server.read(name)).values()].filter(({ _deleted }) => !_deleted).map(({ id }) => id);
    return living.sort()[number % Math.max(1, living.length)];
  };

  const receive = async (conversationId: string): Promise<void> => {
    const message: Message = {
      ...sampleReply('', { id: `${conversationId}:in${made++}`, conversationId, text: journal.nextWord() }),
      direction: 'inbound',
      author: { kind: 'customer' },
      delivery: { state: 'received', attempts: 0, platformIds: [] },
      sentAt: now(),
      createdAt: now(),
    };
    await documents.messages.insertOnce(message);
    await change<Conversation>('conversations', documents.conversations, conversationId, (current) =>
      applyMessage(current, message),
    );
  };

  return {
    words: (): readonly ServerWord[] => [...words.values()],
    act: async (name: ReplicatedCollection, { doc, choice }: Picks): Promise<void> => {
      const id = await pickId(name, doc);
      if (id === undefined) return;
      switch (name) {
        case 'leads':
          await change<Lead>(name, documents.leads, id, (lead) => ({
            ...lead,
            score: choice % 101,
            updatedAt: lead.updatedAt + 1,
          }));
          return set(name, id, 'score', choice % 101);
        case 'contacts':
          return change<Contact>(name, documents.contacts, id, (contact) => ({
            ...contact,
            phone: journal.nextWord(),
          }));
        case 'conversations':
          return receive(id);
        case 'twins':
          return change<Twin>(name, documents.twins, id, (twin) => ({
            ...twin,
            facts: [...twin.facts, sampleFact(`learnt${made++}`, journal.nextWord())],
          }));
        case 'messages': {
          const platformId = `p${made++}`;
          const sent = await documents.messages.update(id, (message) => ({
            ...message,
            delivery: { ...message.delivery, attempts: message.delivery.attempts + 1, platformIds: [platformId] },
          }));
          if (sent) set(name, id, 'delivery', sent.delivery);
          return;
        }
        default:
      }
    },
  };
};

const asState = (document: { id: string }): SyncDocument => ({ ...structuredClone(document), _deleted: false });
