import { afterEach, describe, expect, it } from 'vitest';
import { readCouchUrl } from '../couch/couch-url.ts';
import { type FakeCouch, type FakeCouchOptions, startFakeCouch } from './fake-couch.ts';
import type { Json } from './fake-couch-answer.ts';

/** What three nodes of CouchDB 3.5 were seen to do when the same requests were sent to them. */
describe('a stand-in of three nodes', () => {
  let couch: FakeCouch;
  const start = async (options: FakeCouchOptions = {}) => {
    couch = await startFakeCouch({ nodes: 3, random: () => 0, syncMs: 3_600_000, ...options });
    await ask(0, 'PUT', 'db');
  };
  afterEach(() => couch.close());

  const ask = async (node: number, method: string, path: string, body?: object) => {
    const { address, authorization = '' } = readCouchUrl(couch.urls[node] ?? '');
    const init = { method, headers: { authorization }, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${address}/${path}`, init);
    return { status: response.status, body: (await response.json()) as Json & { results: Json[]; rows: Json[] } };
  };
  const write = async (node: number, doc: object) => {
    const { status, body } = await ask(node, 'POST', 'db/_bulk_docs', { docs: [doc] });
    const [row] = body as unknown as [{ rev: string; accepted?: boolean; error?: string }];
    return { status, ...row };
  };
  const read = async (node: number, id: string): Promise<Json> => {
    const { body } = await ask(node, 'POST', 'db/_all_docs?include_docs=true&conflicts=true', { keys: [id] });
    return body.rows[0]?.doc as Json;
  };
  const changes = async (node: number, since = '0') =>
    (await ask(node, 'GET', `db/_changes?include_docs=true&conflicts=true&since=${since}`)).body;
  const cutOffAll = () => [0, 1, 2].map(couch.nodes.cutOff);

  it('tells how many copies it keeps, and its nodes', async () => {
    await start();
    expect((await ask(0, 'GET', 'db')).body).toMatchObject({ cluster: { n: 3, q: 1, r: 2, w: 2 } });
    expect((await ask(1, 'GET', '_membership')).body.cluster_nodes).toHaveLength(3);
  });

  it('accepts a write that only one replica took, and shows two winners as a conflict once replicas have met', async () => {
    await start();
    cutOffAll();
    const written = await Promise.all([0, 1, 2].map((node) => write(node, { _id: 'a', node })));
    expect(written).toMatchObject([0, 1, 2].map(() => ({ status: 202, accepted: true })));
    expect((await read(1, 'a')).node).toBe(1);
    couch.nodes.heal();
    couch.synchronize();
    const revs = written.map(({ rev }) => rev).sort();
    const shown = await read(0, 'a');
    expect([shown._rev, shown._conflicts]).toEqual([revs[2], [revs[1], revs[0]]]);
    expect((await changes(1)).results).toMatchObject([{ doc: { _conflicts: [revs[1], revs[0]] } }]);
    const { body } = await ask(2, 'POST', 'db/_bulk_get?revs=true', { docs: [{ id: 'a' }] });
    expect(body.results[0]?.docs).toHaveLength(3);
  });

  it('shows the revisions of the first replicas that agree, and of all of them where they do not', async () => {
    await start();
    await write(0, { _id: 'a', n: 1 });
    couch.nodes.cutOff(2);
    const over = (await read(0, 'a'))._rev;
    await write(0, { _id: 'a', _rev: over, n: 2 });
    await write(2, { _id: 'a', _rev: over, n: 3 });
    couch.nodes.heal();
    const leaves = async (node: number) => {
      const { body } = await ask(node, 'POST', 'db/_bulk_get?revs=true', { docs: [{ id: 'a' }] });
      const docs = (body.results[0]?.docs ?? []) as { ok: Json }[];
      return docs.map(({ ok }) => ok.n).sort();
    };
    expect(await leaves(0)).toEqual([2]);
    expect(await leaves(2)).toEqual([2, 3]);
    expect(await leaves(0)).toEqual([2, 3]);
  });

  it('does not take what one replica has not heard of yet for a conflict', async () => {
    await start();
    const { rev } = await write(0, { _id: 'a', n: 1 });
    couch.nodes.cutOff(2);
    const second = await write(0, { _id: 'a', _rev: rev, n: 2 });
    couch.nodes.heal();
    const { body } = await ask(2, 'POST', 'db/_bulk_get?revs=true', { docs: [{ id: 'a' }] });
    expect(body.results[0]?.docs).toMatchObject([{ ok: { _rev: second.rev } }]);
  });

  it('takes a write that most replicas take, and refuses the one that comes too late everywhere', async () => {
    await start();
    const first = await write(0, { _id: 'a', n: 1 });
    expect(first).toMatchObject({ status: 201 });
    expect(await write(1, { _id: 'a', n: 2 })).toMatchObject({ status: 201, error: 'conflict' });
    couch.nodes.kill(2);
    const second = await write(1, { _id: 'a', _rev: first.rev, n: 2 });
    expect(second.accepted).toBeUndefined();
    couch.nodes.heal();
    expect((await read(2, 'a')).n).toBe(2);
  });

  it('lets the longer branch win, then the one with the greater revision, and keeps a leaf until it is deleted', async () => {
    await start();
    cutOffAll();
    const short = await write(0, { _id: 'a', branch: 'short' });
    const begun = await write(1, { _id: 'a', branch: 'begun' });
    const long = await write(1, { _id: 'a', _rev: begun.rev, branch: 'long' });
    couch.nodes.heal();
    couch.synchronize();
    expect(await read(0, 'a')).toMatchObject({ branch: 'long', _rev: long.rev, _conflicts: [short.rev] });
    await write(2, { _id: 'a', _rev: short.rev, _deleted: true });
    expect(await read(0, 'a')).not.toHaveProperty('_conflicts');
  });

  it('counts changes on each replica for itself, and begins anew when the one that counted is gone', async () => {
    await start();
    await write(0, { _id: 'a' });
    const { last_seq } = await changes(0);
    await write(0, { _id: 'b' });
    expect((await changes(1, String(last_seq))).results).toMatchObject([{ id: 'b' }]);
    couch.nodes.kill(0);
    expect((await changes(1, String(last_seq))).results).toMatchObject([{ id: 'a' }, { id: 'b' }]);
  });

  it('answers nobody on a node that was killed, or beyond its connections until one is closed', async () => {
    await start({ maxConnections: 2 });
    couch.nodes.kill(2);
    await expect(ask(2, 'GET', '_up')).rejects.toThrow('fetch failed');
    const { address, authorization = '' } = readCouchUrl(couch.url);
    couch.spoil(/slow/, 'silence', 3);
    const hold = () => {
      const ending = new AbortController();
      const { signal } = ending;
      const answer = fetch(`${address}/slow`, { headers: { authorization }, signal }).catch(() => undefined);
      return { ending, answer };
    };
    const held = [hold(), hold(), hold()];
    const asked = (path: RegExp) => couch.requests.filter((line) => path.test(line)).length;
    await expect.poll(() => asked(/slow/)).toBe(2);
    const up = fetch(`${address}/_up`, { headers: { authorization } });
    await ask(1, 'GET', '_up');
    expect([asked(/_up$/), asked(/slow/)]).toEqual([1, 2]);
    for (const { ending } of held) ending.abort();
    await Promise.all(held.map(({ answer }) => answer));
    expect((await up).status).toBe(200);
  });
});
