import type { DocumentStore, JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FakeCouch, startFakeCouch } from '../testing/fake-couch.ts';
import type { SettleConflict } from './couch-conflicts.ts';
import { openCouchStore } from './couch-store.ts';

const FIELDS = ['a', 'b', 'c'] as const;

/** Each client writes a field of its own, so what one wrote is only ever replaced by itself. */
const takeFurthest: SettleConflict = ({ versions: [first, ...others] }) => {
  const furthest = (field: string) => Math.max(...[first, ...others].map((version) => Number(version[field] ?? 0)));
  return { id: first.id, ...Object.fromEntries(FIELDS.map((field) => [field, furthest(field)])) };
};

describe('CouchDB store on three nodes', () => {
  let couch: FakeCouch;
  let stores: readonly DocumentStore[];
  const start = async (random: () => number, settle?: SettleConflict) => {
    couch = await startFakeCouch({ nodes: 3, random, latencyMs: 3, syncMs: 20 });
    stores = couch.urls.map((url) => openCouchStore({ url, random: () => 0, ...(settle && { settle }) }));
  };
  const stop = async () => {
    for (const store of stores) await store.close();
    await couch.close();
  };
  const docsOf = (store: DocumentStore) => store.collection('team-1/docs');

  /** Adds one to a field, as often as it takes to be acknowledged; undefined if the store does not answer. */
  const increase = async (store: DocumentStore, id: string, field: string): Promise<number | undefined> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const stored = await docsOf(store).get(id);
      const value = Number(stored?.body[field] ?? 0) + 1;
      const row = { id, body: { ...stored?.body, id, [field]: value }, ...(stored && { rev: stored.rev }) };
      const [result] = await docsOf(store).write([row]);
      if (result?.ok) return value;
    }
    return undefined;
  };

  const event = fc.constantFrom('kill', 'cutOff', 'slow', 'heal', 'nothing', 'nothing');
  const story = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    rounds: fc.array(fc.record({ event, node: fc.nat(2) }), { minLength: 4, maxLength: 10 }),
  });

  const happen = (name: string, node: number): void => {
    if (name === 'kill') couch.nodes.kill(node);
    if (name === 'cutOff') couch.nodes.cutOff(node);
    if (name === 'slow') couch.nodes.slow(node, 15);
    if (name === 'heal') couch.nodes.heal();
  };

  /** Clients of three nodes update one document at once; returns what was acknowledged last, and what is stored in the end. */
  const tell = async ({ seed, rounds }: { seed: number; rounds: readonly { event: string; node: number }[] }) => {
    await start(seeded(seed), takeFurthest);
    try {
      const acknowledged: Record<string, number> = {};
      for (const { event, node } of rounds) {
        happen(event, node);
        await Promise.all(
          FIELDS.map(async (field, client) => {
            const store = stores[client];
            // A client of a node that is gone gets no answer.
            const value = store && (await increase(store, 'x', field).catch(() => undefined));
            if (value !== undefined) acknowledged[field] = value;
          }),
        );
      }
      couch.nodes.heal();
      couch.synchronize();
      return { acknowledged, stored: await readAll() };
    } finally {
      await stop();
    }
  };

  /** As a feed shows it, and then to a reader on another node. */
  const readAll = async (): Promise<JsonObject> => {
    const [store] = stores;
    if (store) await store.database('team-1').changes({ limit: 10 });
    couch.synchronize();
    const bodies = await Promise.all(stores.map(async (each) => (await docsOf(each).get('x'))?.body ?? {}));
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    return bodies[0] ?? {};
  };

  it('keeps every acknowledged update, whatever happens to the nodes', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { acknowledged, stored } = await tell(told);
        for (const [field, value] of Object.entries(acknowledged)) expect(stored[field]).toBeGreaterThanOrEqual(value);
      }),
      { numRuns: 12, seed: 15, endOnFailure: true },
    );
  });
});

/** Mulberry32. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
