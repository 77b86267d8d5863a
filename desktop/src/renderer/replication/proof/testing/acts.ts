import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { applyMessage } from '@inbetwin/shared/conversations/messages/apply-message.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import {
  type DocumentOf,
  type EditedCollection,
  isEdited,
  type ReplicatedCollection,
} from '@inbetwin/shared/entities/registry.ts';
import type { Judgement } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { keepCurrent, takeOther } from '@inbetwin/shared/merge/resolve-conflict.ts';
import {
  sampleJudgement,
  sampleLead,
  sampleMark,
  sampleReply,
} from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import type { RxCollection } from 'rxdb';
import { editDocument, removeDocument } from '../../../database/documents/edit-document.ts';
import { type StoredDocument, stateOf } from '../../../database/marks/sync-mark.ts';
import type { Device, Program } from './device.ts';
import { changeOf, editFields } from './edits.ts';
import { type Act, type Journal, wordsIn } from './journal.ts';
import { queries, sampleContact, sampleSource } from './sample-team.ts';

/** A form that stays open while its document changes; it ends with the program. */
type OpenForm = { readonly program: Program; readonly collection: EditedCollection; readonly shown: SyncDocument };

const MOST_FORMS = 3;

/** Numbers that select a document, a field and a value among the existing ones. */
export type Picks = { readonly doc: number; readonly field: number; readonly choice: number };

/** An action of a person on a device. */
export const createActs = (device: Device, journal: Journal) => {
  const who = device.name;
  const userId = device.person.user.id;
  let made = 0;
  let forms: readonly OpenForm[] = [];

  const collectionOf = ({ workspace }: Program, name: ReplicatedCollection): RxCollection<SyncDocument> =>
    workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const pick = <T>(from: readonly T[], number: number): T | undefined => from[number % Math.max(1, from.length)];
  const livingIn = (name: ReplicatedCollection): readonly string[] =>
    [...device.read(name)]
      .filter(([, document]) => !document._deleted)
      .map(([id]) => id)
      .sort();

  const change = async (
    program: Program,
    what: string,
    [name, id]: Place,
    next: (current: SyncDocument) => SyncDocument,
  ) => {
    const found = await collectionOf(program, name).findOne(id).exec();
    if (!found) return;
    let pending: ReturnType<Journal['begin']> | undefined;
    const written = await found.incrementalModify((current) => {
      pending?.drop();
      const before = structuredClone(current) as unknown as SyncDocument;
      const after = next(structuredClone(before));
      pending = journal.begin({ who, what, collection: name, id, before, after: after._deleted ? undefined : after });
      return after as never;
    });
    pending?.done(written.toMutableJSON(true) as unknown as SyncDocument);
  };

  const create = async (program: Program, name: ReplicatedCollection, document: NewDocument, what = 'create') => {
    const present = device.read(name).get(document.id);
    if (present && !present._deleted) return;
    const act: Act = {
      who,
      what,
      collection: name,
      id: document.id,
      before: present && stateOf(present),
      after: { ...document, _deleted: false },
    };
    const pending = journal.begin(act);
    try {
      const inserted = await collectionOf(program, name).insert(document as never);
      pending.done(inserted.toMutableJSON(true) as unknown as SyncDocument);
    } catch (error) {
      // Another change arrived in between.
      if ((error as { code?: string }).code !== 'CONFLICT') throw error;
      pending.drop();
    }
  };

  const newDocument = (name: ReplicatedCollection, { choice }: Picks): NewDocument | undefined => {
    const number = `${who}:${made++}`;
    const word = journal.nextWord();
    const now = Date.now();
    const times = { createdAt: now, updatedAt: now };
    switch (name) {
      case 'contacts':
        return sampleContact(`person:${number}`, { name: word, ...times });
      case 'leads':
        return sampleLead(`deal:${number}`, { title: word, score: 0, scoreReasons: [], bant: {}, ...times });
      case 'settings': {
        const query = pick(queries, choice) ?? '';
        return { ...sampleJudgement(query, [sampleMark('p1', userId, 1)]), note: word, updatedAt: now };
      }
      case 'sources':
        return { ...sampleSource('bc'.charAt(choice % 2).repeat(64)), title: word, ...times };
      default:
        return undefined;
    }
  };

  const reply = async (program: Program, conversationId: string): Promise<void> => {
    const { conversations } = program.workspace.collections;
    const conversation = (await conversations.findOne(conversationId).exec())?.toMutableJSON();
    if (!conversation) return;
    const sentAt = Date.now();
    const message: Message = sampleReply(userId, {
      id: `person:${userId}:${who}:${made++}`,
      conversationId,
      text: journal.nextWord(),
      sentAt,
      createdAt: Math.max(sentAt, conversation.lastMessage.at + 1),
    });
    await create(program, 'messages', message, 'reply');
    await change(program, 'reply', ['conversations', conversationId], (current) => {
      const before = current as unknown as Conversation;
      const isTaken = before.mode === 'human' && before.assigneeId !== undefined;
      return { ...applyMessage(isTaken ? before : { ...before, assigneeId: userId }, message), _deleted: false };
    });
  };

  return {
    edit: (name: ReplicatedCollection, picks: Picks) => {
      device.act(async (program) => {
        const id = pick(livingIn(name), picks.doc);
        if (id === undefined) return;
        await change(program, `edit ${picks.field}`, [name, id], (current) =>
          editFields(name, current, { userId, field: picks.field, choice: picks.choice, journal }),
        );
      });
    },
    open: (name: ReplicatedCollection, picks: Picks) => {
      device.act(async (program) => {
        const id = pick(livingIn(name), picks.doc);
        const found = id === undefined ? null : await collectionOf(program, name).findOne(id).exec();
        if (!found || !isEdited(name)) return;
        const shown = stateOf(found.toMutableJSON(true) as unknown as StoredDocument);
        // A screen shows a field of a document once. `known-states` knows what its person saved before.
        const others = forms.filter((form) => form.collection !== name || form.shown.id !== id);
        forms = [{ program, collection: name, shown }, ...others].slice(0, MOST_FORMS);
      });
    },
    /** What the person typed into an open form, or their confirmation of a deletion. */
    save: (picks: Picks) => {
      device.act(async (program) => {
        forms = forms.filter((form) => form.program === program);
        const form = pick(forms, picks.doc);
        if (!form) return;
        const { collection, shown } = form;
        const isRemoval = picks.choice % 14 === 13;
        const { field, choice } = picks;
        const after = isRemoval ? undefined : editFields(collection, shown, { userId, field, choice, journal });
        forms = forms.filter((one) => one !== form);
        if (after === shown) return;
        const act = { who, what: `save ${field}`, collection, id: shown.id, before: shown, after };
        const pending = journal.begin(act);
        // The proof is generic over collections.
        const edited = shown as unknown as DocumentOf<EditedCollection>;
        if (after) {
          const next = changeOf(collection, shown, after);
          await editDocument(program.workspace, collection, {
            shown: edited,
            next: (document) => next(document) as never,
          });
        } else await removeDocument(program.workspace, collection, edited);
        const stored = device.read(collection).get(shown.id);
        pending.done(stored && stateOf(stored));
      });
    },
    create: (name: ReplicatedCollection, picks: Picks) => {
      device.act(async (program) => {
        if (name === 'messages' || name === 'conversations') {
          const id = device.collections.includes('conversations')
            ? pick(livingIn('conversations'), picks.doc)
            : undefined;
          if (id !== undefined && device.collections.includes('messages')) await reply(program, id);
          return;
        }
        const document = newDocument(name, picks);
        if (document) await create(program, name, document);
      });
    },
    remove: (name: ReplicatedCollection, picks: Picks) => {
      device.act(async (program) => {
        const id = pick(livingIn(name), picks.doc);
        const found = id === undefined ? null : await collectionOf(program, name).findOne(id).exec();
        if (!found || name === 'messages') return;
        const before = found.toMutableJSON(true) as unknown as SyncDocument;
        const pending = journal.begin({
          who,
          what: 'remove',
          collection: name,
          id: found.id,
          before,
          after: undefined,
        });
        try {
          await found.remove();
          const stored = device.read(name).get(found.id);
          pending.done(stored && stateOf(stored));
        } catch (error) {
          if ((error as { code?: string }).code !== 'CONFLICT') throw error;
          pending.drop();
        }
      });
    },
    choose: (picks: Picks) => {
      device.act(async (program) => {
        const open = device.collections.flatMap((name) =>
          [...device.read(name).values()].flatMap((document) =>
            document._deleted
              ? []
              : conflictsOf(document).map((conflict) => ({ name, id: document.id, conflict: conflict.id })),
          ),
        );
        const one = pick(open, picks.doc);
        if (!one) return;
        await change(program, picks.choice % 2 ? 'take other' : 'keep current', [one.name, one.id], (current) =>
          picks.choice % 2
            ? (takeOther(current, one.conflict) as SyncDocument)
            : (keepCurrent(current, one.conflict) as SyncDocument),
        );
      });
    },
    discard: (picks: Picks) => {
      device.act(async ({ workspace }) => {
        const change = pick(workspace.refused.list(), picks.doc);
        if (!change) return;
        const { collection, id, document, base } = change;
        const local = device.read(collection).get(id);
        const kept = wordsIn(base);
        const gone = [...wordsIn(document), ...wordsIn(local && stateOf(local))].filter((word) => !kept.has(word));
        // A death in the middle leaves it done or to be repeated.
        journal.letGo({ who, what: 'discard', collection, id, before: document, after: undefined }, new Set(gone));
        await workspace.refused.discard(change);
      });
    },
    /** Corrects what the gateway rejected and sends the change again. */
    mend: (picks: Picks) => {
      device.act(async (program) => {
        const refused = pick(program.workspace.refused.list(), picks.doc);
        if (!refused) return;
        await change(program, 'mend', [refused.collection, refused.id], (current) => mended(current, refused));
      });
    },
    /** A change that the gateway must reject. */
    offend: (name: ReplicatedCollection, picks: Picks) => {
      device.act(async (program) => {
        const word = journal.nextWord();
        const number = `${who}:${made++}`;
        if (name === 'leads' && picks.choice % 2) {
          await create(
            program,
            name,
            sampleLead(`lead:${number}`, { title: word, score: 0, scoreReasons: [] }),
            'offend',
          );
        } else if (name === 'leads') {
          await create(program, name, sampleLead(`deal:${number}`, { title: word, score: 77 }), 'offend');
        } else if (name === 'contacts') {
          const identities = [{ channel: 'telegram', account: '42', externalId: number }];
          await create(program, name, sampleContact(`person:${number}`, { name: word, identities }), 'offend');
        } else if (name === 'messages') {
          await create(
            program,
            name,
            sampleReply('user:other', { id: `person:user:other:${number}`, text: word }),
            'offend',
          );
        } else if (name === 'twins') {
          const id = pick(livingIn('twins'), picks.doc);
          if (id === undefined) return;
          await change(program, 'offend', [name, id], (twin) => {
            const [fact] = Array.isArray(twin.facts) ? twin.facts : [];
            return {
              ...twin,
              facts: [
                ...(Array.isArray(twin.facts) ? twin.facts : []),
                { ...fact, id: `forged:${number}`, value: word },
              ],
            };
          });
        } else if (name === 'settings') {
          const id = pick(livingIn('settings'), picks.doc);
          if (id === undefined) return;
          await change(program, 'offend', [name, id], (judgement) => ({
            ...judgement,
            note: `${judgement.note ?? ''} ${word}`.trim(),
            marks: [
              ...(Array.isArray(judgement.marks) ? judgement.marks : []),
              sampleMark(`p9${number}`, 'user:other'),
            ],
          }));
        }
      });
    },
  };
};

type NewDocument = Contact | Lead | Judgement | Source | Message;
type Place = readonly [ReplicatedCollection, string];

const mended = (
  current: SyncDocument,
  { collection, base }: { collection: ReplicatedCollection; base: SyncDocument | null },
): SyncDocument => {
  const next = { ...current, updatedAt: Number(current.updatedAt) + 1 };
  if (collection === 'leads') return base ? next : { ...next, score: 0, scoreReasons: [] };
  if (collection === 'contacts') return base ? next : { ...next, identities: [] };
  if (collection === 'twins')
    return { ...next, facts: (current.facts as { id: string }[]).filter(({ id }) => !id.startsWith('forged:')) };
  if (collection === 'settings') {
    return { ...next, marks: (current.marks as { userId: string }[]).filter(({ userId }) => userId !== 'user:other') };
  }
  return next;
};
