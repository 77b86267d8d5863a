import { type Answer, type Json, refuse } from './fake-couch-answer.ts';
import type { FakeNodes } from './fake-couch-nodes.ts';
import {
  type ChangesRequest,
  createFakeReplica,
  type FakeReplica,
  type RevisionRequest,
  type RowAnswer,
} from './fake-couch-replica.ts';
import type { ViewQuery } from './fake-couch-view.ts';

export type FakeDatabaseOptions = {
  readonly nodes: FakeNodes;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Replicas exchange what they lack so long after a change. */
  readonly syncMs: number;
  readonly indexMsPerDocument: number;
  readonly maxDocumentSize: number;
  /** What a new database's `_security` is, as by the setting `default_security`. */
  readonly defaultSecurity: Json;
  /** Called after each change of a replica. */
  readonly onUpdated: () => void;
};

type Bulk = { readonly docs: readonly Json[]; readonly new_edits?: boolean };

/**
 * A database with a replica on each node, as the node at `node` answers for it: writes go to all replicas and count when most took them,
 * documents are read from most, indexes and changes from one.
 */
export type FakeDatabase = ReturnType<typeof createFakeDatabase>;

export const createFakeDatabase = (options: FakeDatabaseOptions) => {
  const { nodes, random, syncMs, indexMsPerDocument, maxDocumentSize, onUpdated } = options;
  let security = options.defaultSecurity;
  let isPlanned = false;
  const quorum = Math.floor(nodes.count / 2) + 1;

  const synchronize = (): void => {
    for (const [from, replica] of replicas.entries()) {
      for (const to of nodes.reachedFrom(from)) if (to !== from) replicas[to]?.takeFrom(replica);
    }
  };
  const synchronizeSoon = (): void => {
    if (isPlanned || nodes.count === 1) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      synchronize();
      // Who was not there is asked again.
      if (replicas.some((_, node) => nodes.reachedFrom(node).length < nodes.count)) synchronizeSoon();
    }, syncMs).unref();
  };
  const onChanged = (): void => {
    synchronizeSoon();
    onUpdated();
  };
  const replicas: readonly FakeReplica[] = Array.from({ length: nodes.count }, () =>
    createFakeReplica({ onUpdated: onChanged, indexMsPerDocument }),
  );

  /** Asks all replicas that this node reaches until `decide` has an answer; it must have one when nobody else can reply. */
  const gather = <T, R>(
    node: number,
    ask: (replica: FakeReplica) => T,
    decide: (replies: readonly T[], isLast: boolean) => R | undefined,
  ): Promise<R> =>
    new Promise((resolve, reject) => {
      const replies: T[] = [];
      const reached = nodes.reachedFrom(node);
      let open = reached.length;
      const receive = (reply: T | undefined): void => {
        open -= 1;
        if (reply !== undefined) replies.push(reply);
        const decided = decide(replies, open === 0);
        if (decided !== undefined) resolve(decided);
      };
      for (const to of reached) {
        const replica = replicas[to];
        if (replica) nodes.send(node, to, () => ask(replica)).then(receive, reject);
      }
    });

  const anyReplica = (node: number): FakeReplica | undefined => {
    const reached = nodes.reachedFrom(node);
    return replicas[reached[Math.floor(random() * reached.length)] ?? node];
  };

  const askOne = async <T>(node: number, ask: (replica: FakeReplica) => T, chosen = anyReplica(node)) => {
    const to = chosen ? replicas.indexOf(chosen) : node;
    return (await nodes.send(node, to, () => chosen && ask(chosen))) ?? timedOut;
  };

  const writeRows = (node: number, count: number, write: (replica: FakeReplica) => readonly RowAnswer[]) =>
    gather(node, write, (replies, isLast): readonly RowAnswer[] | undefined => {
      const rows = Array.from({ length: count }, (_, at) =>
        countVotes(
          replies.flatMap((reply) => reply[at] ?? []),
          { quorum, isLast },
        ),
      );
      const decided = rows.flatMap((row) => row ?? []);
      return decided.length === count ? decided : undefined;
    });

  /** As most replicas have it; if they differ, the one that wins among them, and they learn of each other's. */
  const readOne = (node: number, id: string, conflicts: boolean): Promise<Json | 'missing'> =>
    gather(
      node,
      (replica) => ({ replica, shown: replica.shown(id, conflicts) ?? ('missing' as const) }),
      (replies, isLast) => {
        const same = replies.find(
          ({ shown }) => replies.filter((other) => isSame(other.shown, shown)).length >= quorum,
        );
        if (same) return same.shown;
        if (!isLast) return undefined;
        for (const { replica } of replies) for (const other of replies) replica.takeFrom(other.replica, id);
        return (
          replies.map(({ replica }) => replica.shown(id, conflicts)).find((shown) => shown !== undefined) ?? 'missing'
        );
      },
    );

  /** As `fabric_doc_open_revs`: the first replicas that make a quorum, if they agree; otherwise what any replica has, and they learn of each other's. */
  const readRevisions = (node: number, request: RevisionRequest): Promise<readonly Json[]> =>
    gather(
      node,
      (replica) => ({ replica, found: replica.revisions(request) }),
      (replies, isLast) => {
        const [first, ...others] = replies;
        const agree = others.every(({ found }) => isSame(found, first?.found));
        if (first && agree && replies.length >= quorum) return first.found;
        if (!isLast) return undefined;
        for (const { replica } of replies) for (const other of replies) replica.takeFrom(other.replica, request.id);
        return replies.map(({ replica }) => replica.revisions(request)).find(({ length }) => length > 0) ?? [];
      },
    );

  const livingOn = (replica: FakeReplica) =>
    replica.livingIds().flatMap((id) => {
      const doc = replica.shown(id, false);
      return doc ? [{ id, key: id, value: { rev: doc._rev } }] : [];
    });

  return {
    /** Lets all replicas exchange what they lack, as far as they reach each other. */
    synchronize,
    info: (node: number): Promise<Answer> => {
      const cluster = { n: nodes.count, q: 1, r: quorum, w: quorum };
      return askOne(node, (replica): Answer => [200, { ...replica.info(), cluster }]);
    },
    security: (): Answer => [200, security],
    setSecurity: (changed: Json): Answer => {
      security = changed;
      return [200, { ok: true }];
    },
    bulkDocs: async (node: number, { docs, new_edits = true }: Bulk): Promise<Answer> => {
      const special = docs.flatMap(Object.keys).find((key) => /^_(?!id$|rev$|deleted$|revisions$)/.test(key));
      if (special) return refuse(400, 'doc_validation', `Bad special document member: ${special}`);
      const large = docs.find((doc) => JSON.stringify(doc).length > maxDocumentSize);
      if (large) return refuse(413, 'document_too_large', String(large._id));
      if (docs.some(({ _rev }) => _rev !== undefined && !/^\d+-.+/.test(String(_rev)))) {
        return refuse(400, 'bad_request', 'Invalid rev format');
      }
      if (new_edits) {
        const rows = await writeRows(node, docs.length, (replica) => docs.map(replica.writeOne));
        return [rows.some((row) => 'accepted' in row) ? 202 : 201, rows];
      }
      const store = (replica: FakeReplica): number => docs.map(replica.replicateOne).length;
      const taken = await gather(node, store, ({ length }, isLast) =>
        length >= quorum || isLast ? length : undefined,
      );
      return [taken < quorum ? 202 : 201, []];
    },
    bulkGet: async (node: number, docs: readonly RevisionRequest[]): Promise<Answer> => {
      const results = await Promise.all(
        docs.map(async (request) => {
          const { id, rev = 'undefined' } = request;
          const found = await readRevisions(node, request);
          const error = { id, rev, error: 'not_found', reason: 'missing' };
          return { id, docs: found.length > 0 ? found.map((ok) => ({ ok })) : [{ error }] };
        }),
      );
      return [200, { results }];
    },
    allIds: (node: number): Promise<Answer> =>
      askOne(node, (replica): Answer => {
        const rows = livingOn(replica);
        return [200, { total_rows: rows.length, offset: 0, rows }];
      }),
    allDocs: async (node: number, keys: readonly string[], conflicts: boolean): Promise<Answer> => {
      const rows = await Promise.all(
        keys.map(async (key) => {
          const doc = await readOne(node, key, conflicts);
          if (doc === 'missing') return { key, error: 'not_found' };
          const deleted = doc._deleted === true;
          return { id: key, key, value: { rev: doc._rev, ...(deleted && { deleted }) }, doc: deleted ? null : doc };
        }),
      );
      return [200, { total_rows: rows.length, offset: null, rows }];
    },
    getDesign: async (node: number, id: string): Promise<Answer> => {
      const doc = await readOne(node, id, false);
      return doc === 'missing' || doc._deleted === true ? refuse(404, 'not_found', 'missing') : [200, doc];
    },
    putDesign: async (node: number, id: string, body: Json): Promise<Answer> => {
      const [row] = await writeRows(node, 1, (replica) => [replica.writeOne({ ...body, _id: id })]);
      return [row && 'error' in row ? 409 : 201, row];
    },
    view: async (node: number, id: string, view: string, query: ViewQuery): Promise<Answer> =>
      askOne(node, (replica) => replica.view(id, view, query)),
    changes: async (node: number, since: string, request: ChangesRequest): Promise<Answer> => {
      const place = parseSince(since);
      if (!place) return refuse(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.");
      const known = replicas.findIndex(({ instance }) => instance === place.instance);
      const own = nodes.reachedFrom(node).includes(known) ? replicas[known] : undefined;
      const replica = own ?? anyReplica(node);
      // A number means something only to the replica that gave it; another one begins anew.
      return askOne(node, (one): Answer => [200, one.changes(own ? place.at : 0, request)], replica);
    },
    changesBackward: (node: number, request: ChangesRequest): Promise<Answer> =>
      askOne(node, (replica): Answer => [200, replica.changesBackward(request)]),
    takesFile: (node: number, id: string): boolean => replicas[node]?.takesFile(id) !== false,
    putFile: async (node: number, { id, file, bytes }: FileBytes): Promise<Answer> => {
      const [row] = await writeRows(node, 1, (replica) => [replica.putFile(id, file, bytes)]);
      return [row && 'error' in row ? 409 : 201, row];
    },
    getFile: (node: number, id: string, file: string): Promise<Answer> =>
      gather(
        node,
        (replica) => replica.getFile(id, file) ?? 'missing',
        (replies, isLast): Answer | undefined => {
          const bytes = replies.find(Buffer.isBuffer);
          if (bytes) return [200, bytes];
          return isLast ? refuse(404, 'not_found', replies.includes('deleted') ? 'deleted' : 'missing') : undefined;
        },
      ),
  };
};

type FileBytes = { readonly id: string; readonly file: string; readonly bytes: Buffer };

const timedOut: Answer = refuse(500, 'timeout', 'The request could not be processed in a reasonable amount of time.');

/** As `fabric_doc_update`: what too few took is accepted, what nobody took is refused. */
const countVotes = (
  votes: readonly RowAnswer[],
  { quorum, isLast }: { readonly quorum: number; readonly isLast: boolean },
): RowAnswer | undefined => {
  const taken = votes.flatMap((vote) => ('ok' in vote ? [vote] : []));
  const most = taken.find(({ rev }) => taken.filter((other) => other.rev === rev).length >= quorum);
  if (most || !isLast) return most;
  const [first] = taken;
  return first ? { ...first, accepted: true } : votes[0];
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A sequence of a database that was deleted means the beginning; one that cannot be decoded is refused. */
const parseSince = (since: string): { readonly instance: string; readonly at: number } | undefined => {
  if (since === '0') return { instance: '', at: 0 };
  const [, at, rest = ''] = /^(\d+)-([\w-]+)$/.exec(since) ?? [];
  const instance = Buffer.from(rest, 'base64url').toString();
  return /^[0-9a-f-]{36}$/.test(instance) ? { instance, at: Number(at) } : undefined;
};
