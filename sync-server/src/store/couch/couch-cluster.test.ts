import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore, JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/random.ts';
import { settleConflict } from '../settling/settle-conflict.ts';
import { type ClusterStory, clusterStories, happen } from '../testing/cluster-story.ts';
import { type FakeCouch, type FakeCouchOptions, startFakeCouch } from '../testing/fake-couch.ts';
import { openCouchStore } from './couch-store.ts';

const contact: Contact = { id: 'c', kind: 'person', name: '', identities: [], alike: [], createdAt: 1, updatedAt: 1 };

describe('CouchDB store on three nodes', () => {
  let couch: FakeCouch;
  let stores: readonly DocumentStore[] = [];
  let time = 4_000;
  /** Processes write within the same millisecond. */
  const now: Clock = () => Math.trunc(time++ / 4);

  const start = async (options: FakeCouchOptions) => {
    couch = await startFakeCouch({ nodes: 3, latencyMs: 3, syncMs: 20, ...options });
    stores = couch.urls.map((url) => openCouchStore({ url, random: () => 0, settle: settleConflict }));
  };
  const stop = async () => {
    for (const store of stores) await store.close();
    await couch.close();
    stores = [];
  };
  afterEach(() => (stores.length > 0 ? stop() : undefined));

  const contactsOf = (store: DocumentStore) => openTeamDocuments(store, '1', now).contacts;

  /** After all nodes are back: as the team's feed shows it, and then to a reader at each node. */
  const readSettled = async (name: string, id: string): Promise<JsonObject> => {
    couch.nodes.heal();
    couch.synchronize();
    const [database = '', collection = ''] = name.split('/');
    for await (const { changes } of stores[0]
      ?.database(database)
      .follow({ limit: 50, signal: AbortSignal.timeout(60_000) }) ?? []) {
      if (changes.some((change) => change.collection === collection && change.id === id)) break;
    }
    couch.synchronize();
    const bodies = await Promise.all(stores.map(async (store) => (await store.collection(name).get(id))?.body ?? {}));
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    return bodies[0] ?? {};
  };

  type Named = { readonly value: string; readonly over: string };

  /** Clients at three nodes change one contact at once: each adds to a list, and enters a name. */
  const tell = async ({ seed, steps }: ClusterStory) => {
    await start({ random: createRandom(seed) });
    const added: string[] = [];
    const named: Named[] = [];
    const tried: Named[] = [];
    await contactsOf(stores[0] as DocumentStore).insertOnce(contact);
    for (const [round, step] of steps.entries()) {
      happen(couch.nodes, step);
      const change = async (store: DocumentStore, client: number): Promise<void> => {
        const word = `${client}.${round}`;
        let over = '';
        const updated = await contactsOf(store).update('c', (current) => {
          over = current.name;
          tried.push({ value: word, over });
          // A write that was refused may have been taken by one copy, and is merged then.
          const others = (current.alike ?? []).filter(({ id }) => id !== word);
          return { ...current, name: word, alike: [...others, { id: word, state: 'suggested' as const }] };
        });
        // A node that was cut off before the contact came to it has none to change.
        if (!updated) return;
        added.push(word);
        named.push({ value: word, over });
      };
      // A client of a node that is gone gets no answer.
      await Promise.all(stores.map((store, client) => change(store, client).catch(unlessGone)));
    }
    const stored = await readSettled('team-1/contacts', 'c');
    await stop();
    return { added, named, tried, stored };
  };

  const unlessGone = (error: unknown): void => {
    if (!hasCode(error, 'store.unavailable') && !hasCode(error, 'document.conflict')) throw error;
  };

  it('keeps every acknowledged update of a contact, or has it wait for a choice, whatever happens to the nodes', async () => {
    let acknowledged = 0;
    await fc.assert(
      fc.asyncProperty(clusterStories, async (story) => {
        const { added, named, tried, stored } = await tell(story);
        acknowledged += added.length;
        const alike = (stored.alike as { id: string }[]).map(({ id }) => id);
        expect(alike).toEqual(expect.arrayContaining(added));
        const waiting = conflictsOf(stored).map(({ value }) => value);
        const replaced = new Set(tried.map(({ over }) => over));
        const lost = named.filter(
          ({ value }) => stored.name !== value && !waiting.includes(value) && !replaced.has(value),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: 8, seed: 15, endOnFailure: true },
    );
    expect(acknowledged).toBeGreaterThan(40);
  });

  it('makes one document of several inserts with one id', async () => {
    await start({ random: createRandom(3) });
    for (let round = 0; round < 10; round++) {
      const id = `c${round}`;
      const inserts = stores.map((store, client) =>
        contactsOf(store).insertOnce({ ...contact, id, name: `${client}` }),
      );
      await Promise.all(inserts);
      const stored = await readSettled('team-1/contacts', id);
      expect(['0', '1', '2']).toContain(stored.name);
    }
  });

  it('brings a conflict to a follower, merged, when nodes that were cut off meet again', async () => {
    await start({ random: () => 0 });
    const [one, two] = stores as [DocumentStore, DocumentStore];
    await contactsOf(one).insertOnce(contact);
    couch.synchronize();
    couch.nodes.cutOff(0);
    await contactsOf(one).update('c', (current) => ({ ...current, phone: '1' }));
    await contactsOf(two).update('c', (current) => ({ ...current, email: '2' }));
    couch.nodes.heal();
    couch.synchronize();
    const signal = AbortSignal.timeout(60_000);
    for await (const { changes } of two.database('team-1').follow({ limit: 10, signal })) {
      const [last] = changes.filter(({ id }) => id === 'c').slice(-1);
      if (last?.body.phone === '1' && last.body.email === '2') break;
    }
    expect(signal.aborted).toBe(false);
  });

  it('reads and writes while one node of three is gone', async () => {
    await start({ random: () => 0 });
    const [one, two] = stores as [DocumentStore, DocumentStore];
    await contactsOf(one).insertOnce(contact);
    couch.nodes.kill(0);
    await contactsOf(two).update('c', (current) => ({ ...current, phone: '1' }));
    couch.nodes.heal();
    expect(await contactsOf(one).get('c')).toMatchObject({ phone: '1' });
  });
});
