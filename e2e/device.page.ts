/// <reference types="vite/client" />
// Runs inside the browser: the workspace's own database and replication without its screens, and a busy person.
import '../desktop/src/renderer/base/configure-zod.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { keepCurrent, takeOther } from '@inbetwin/shared/merge/resolve-conflict.ts';
import { openWorkspace, type Workspace } from '../desktop/src/renderer/database/workspace-database.ts';
import { startReplication } from '../desktop/src/renderer/replication/start-replication.ts';
import { session } from '../desktop/src/renderer/session/session.ts';
import { sendReply } from '../desktop/src/renderer/workspace/acts/actions.ts';

/** Everything that a person entered, and everything that they knowingly replaced or deleted. */
export type Deeds = { readonly entered: readonly string[]; readonly replaced: readonly string[] };

export type DevicePage = {
  signIn(token: string): Promise<void>;
  /** Makes edits one after the other, each immediate on this device and independent of the network. */
  work(task: { readonly edits: number; readonly seed: number; readonly name: string }): Promise<Deeds>;
  /** Checks that the server has everything and that nothing waits for a person. */
  isSettled(): boolean;
  /** All documents of the affected collections, by collection and id. */
  read(): Promise<Readonly<Record<string, unknown>>>;
};

declare global {
  interface Window {
    device: DevicePage;
  }
}

const collections = ['contacts', 'leads', 'conversations', 'messages', 'settings'] as const;

/** mulberry32. */
const seededRandom = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

let opened: { workspace: Workspace; replication: ReturnType<typeof startReplication> } | undefined;

const open = () => {
  if (!opened) throw new Error('Sign in first.');
  return opened;
};

window.device = {
  signIn: async (token) => {
    if ((await session.redeemLink(token)) === 'refused')
      throw new Error(session.snapshot().error?.message ?? 'not signed in');
    const author = session.snapshot().user?.id ?? '';
    const workspace = await openWorkspace({ name: 'device', author, only: collections });
    opened = { workspace, replication: startReplication({ workspace, session }) };
  },
  work: async ({ edits, seed, name }) => {
    const person = createPerson(open().workspace, { random: seededRandom(seed), name });
    for (let edit = 0; edit < edits; edit++) {
      await person.act();
      if (edit % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return person.deeds();
  },
  isSettled: () => {
    const { status, pending, firstSync, refused } = open().replication.state();
    return status === 'online' && pending === 0 && firstSync === undefined && refused.length === 0;
  },
  read: async () => {
    const { workspace } = open();
    const found = await Promise.all(
      collections.map(async (name) =>
        (await workspace.collections[name].find().exec()).map((document) => document.toJSON()),
      ),
    );
    return Object.fromEntries(
      collections.flatMap((name, at) => (found[at] ?? []).map((document) => [`${name}/${document.id}`, document])),
    );
  },
};

type Person = { act(): Promise<void>; deeds(): Deeds };

type Character = { readonly random: () => number; readonly name: string };

const createPerson = (workspace: Workspace, { random, name }: Character): Person => {
  const { leads, contacts, conversations } = workspace.collections;
  const entered: string[] = [];
  const replaced = new Set<string>();
  let count = 0;

  /** A distinctive value that can be found wherever it is stored. */
  const enter = (): string => {
    const token = `${name}#${++count}.`;
    entered.push(token);
    return token;
  };
  const tokensIn = (value: unknown): readonly string[] => JSON.stringify(value ?? '').match(/\w+#\d+\./g) ?? [];
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  const create = async (): Promise<void> => {
    const now = Date.now();
    const contact: Contact = {
      id: crypto.randomUUID(),
      kind: 'person',
      name: enter(),
      identities: [],
      createdAt: now,
      updatedAt: now,
    };
    await contacts.insert(contact);
    const lead: Lead = {
      id: crypto.randomUUID(),
      contactId: contact.id,
      title: enter(),
      stage: 'new',
      score: 0,
      scoreReasons: [],
      bant: {},
      createdAt: now,
      updatedAt: now,
    };
    await leads.insert(lead);
  };

  const editLead = async (): Promise<void> => {
    const lead = pick(await leads.find({ limit: 40 }).exec());
    if (!lead) return create();
    const field = pick(['title', 'need', 'budget'] as const) ?? 'title';
    const value = enter();
    let before: unknown;
    await lead.incrementalModify((current) => {
      before = field === 'title' ? current.title : current.bant[field];
      const change = field === 'title' ? { title: value } : { bant: { ...current.bant, [field]: value } };
      return { ...current, ...change, updatedAt: Date.now() };
    });
    for (const token of tokensIn(before)) replaced.add(token);
  };

  const editContact = async (): Promise<void> => {
    const contact = pick(await contacts.find({ selector: { identities: { $size: 0 } }, limit: 40 }).exec());
    if (!contact) return create();
    const field = pick(['name', 'company'] as const) ?? 'name';
    const value = enter();
    let before: unknown;
    await contact.incrementalModify((current) => {
      before = current[field];
      return { ...current, [field]: value, updatedAt: Date.now() };
    });
    for (const token of tokensIn(before)) replaced.add(token);
  };

  const deleteLead = async (): Promise<void> => {
    const lead = pick(await leads.find({ selector: { conversationId: { $exists: false } }, limit: 40 }).exec());
    if (!lead) return;
    const before = (await lead.incrementalRemove()).toJSON();
    for (const token of tokensIn(before)) replaced.add(token);
  };

  /** Stamps the decision as made with knowledge of what was shown. */
  const settleConflict = async (): Promise<void> => {
    const lead = (await leads.find().exec()).find(({ conflicts = [] }) => conflicts.length > 0);
    if (!lead) return editLead();
    let dropped: unknown;
    await lead.incrementalModify((current) => {
      const [conflict] = current.conflicts ?? [];
      if (!conflict) return current;
      const document = { ...current, _deleted: false };
      const next = random() < 0.5 ? keepCurrent(document, conflict.id) : takeOther(document, conflict.id);
      dropped = [conflict, valueAt(current, conflict.path)];
      return next as unknown as typeof current;
    });
    for (const token of tokensIn(dropped)) replaced.add(token);
  };

  const reply = async (): Promise<void> => {
    const conversation = (await conversations.findOne({ selector: { channel: 'telegram' } }).exec())?.toMutableJSON();
    const { user } = session.snapshot();
    if (!conversation || !user) return;
    await sendReply(workspace, { conversation, text: enter(), author: user });
  };

  return {
    act: async () => {
      const dice = random();
      if (dice < 0.08) return create();
      if (dice < 0.2) return settleConflict();
      if (dice < 0.58) return editLead();
      if (dice < 0.93) return editContact();
      if (dice < 0.96) return deleteLead();
      return reply();
    },
    deeds: () => ({ entered, replaced: [...replaced] }),
  };
};
