import { randomUUID } from 'node:crypto';
import { type Answer, type Json, refuse } from './fake-couch-answer.ts';
import { createRevisionTree, nextRev, type Revision, type RevisionTree } from './fake-couch-tree.ts';
import { type Design, readFakeView, type ViewQuery } from './fake-couch-view.ts';

/** The outcome of one row of `_bulk_docs`. */
export type RowAnswer =
  | { readonly ok: true; readonly id: string; readonly rev: string; readonly accepted?: true }
  | { readonly id: string; readonly error: string; readonly reason: string };

/** A request for one revision, or for all leaves. */
export type RevisionRequest = { readonly id: string; readonly rev?: string };
export type ChangesRequest = { readonly limit: number; readonly documents: boolean; readonly conflicts: boolean };

export type ReplicaOptions = {
  /** Called after each change. */
  readonly onUpdated: () => void;
  /** Milliseconds that an index takes per document that it has not seen. */
  readonly indexMsPerDocument: number;
};

type Leaf = { readonly id: string; readonly revision: Revision; readonly ancestors: readonly string[] };
type Entry = { readonly tree: RevisionTree; seq: number };

/** One copy of a database with CouchDB's rules for revisions, tombstones and sequences. */
export type FakeReplica = ReturnType<typeof createFakeReplica>;

export const createFakeReplica = ({ onUpdated, indexMsPerDocument }: ReplicaOptions) => {
  const instance = randomUUID();
  /** In the order of their last change. */
  const entries = new Map<string, Entry>();
  const indexed = new Map<string, number>();
  let seq = 0;

  const opaque = (at: number): string => `${at}-${Buffer.from(instance).toString('base64url')}`;
  const winnerOf = (id: string): Revision | undefined => entries.get(id)?.tree.leaves()[0];

  const store = (id: string, revision: Revision, ancestors: readonly string[]): void => {
    const tree = entries.get(id)?.tree ?? createRevisionTree();
    if (!tree.add(revision, ancestors)) return;
    seq += 1;
    entries.delete(id);
    entries.set(id, { tree, seq });
    onUpdated();
  };

  /** The revision that this one is written over, or `conflict`; as `couch_db_updater`, which looks for it only where there is a document. */
  const parentOf = (id: string, rev: string | undefined, deleted: boolean): string | undefined | 'conflict' => {
    const winner = winnerOf(id);
    if (!winner) return rev;
    if (winner.deleted) return rev === undefined && !deleted ? winner.rev : 'conflict';
    const leaves = entries.get(id)?.tree.leaves() ?? [];
    return leaves.some((leaf) => leaf.rev === rev && !leaf.deleted) ? rev : 'conflict';
  };

  const write = (id: string, rev: string | undefined, content: Omit<Revision, 'rev'>): RowAnswer => {
    const parent = parentOf(id, rev, content.deleted);
    if (parent === 'conflict') return { id, error: 'conflict', reason: 'Document update conflict.' };
    const { deleted, body, files } = content;
    const next = nextRev(parent, [deleted, body, [...files.keys()]]);
    const ancestors = parent === undefined ? [] : (entries.get(id)?.tree.history(parent) ?? [parent]);
    store(id, { ...content, rev: next }, ancestors);
    return { ok: true, id, rev: next };
  };

  const toDocument = (id: string, { rev, deleted, body }: Revision): Json => ({
    _id: id,
    _rev: rev,
    ...(deleted && { _deleted: true }),
    ...body,
  });

  const leaves = (only?: string): readonly Leaf[] => {
    const ids = only === undefined ? [...entries.keys()] : [only];
    return ids.flatMap((id) => {
      const tree = entries.get(id)?.tree;
      const own = tree?.leaves() ?? [];
      return own.map((revision) => ({ id, revision, ancestors: tree?.history(revision.rev).slice(1) ?? [] }));
    });
  };

  /** What is shown of a document, with the names of other living leaves. */
  const toShown = (id: string, conflicts: boolean): Json | undefined => {
    const [winner, ...others] = entries.get(id)?.tree.leaves() ?? [];
    if (!winner) return undefined;
    const living = others.filter(({ deleted }) => !deleted).map(({ rev }) => rev);
    return { ...toDocument(id, winner), ...(conflicts && living.length > 0 && { _conflicts: living }) };
  };

  const livingIds = (): readonly string[] => [...entries.keys()].filter((id) => winnerOf(id)?.deleted === false);

  const toPage = (
    all: readonly (readonly [string, Entry])[],
    { limit, documents, conflicts }: ChangesRequest,
  ): Json => {
    const rows = all.slice(0, limit);
    const results = rows.map(([id, entry]) => {
      const doc = toShown(id, conflicts);
      const deleted = doc?._deleted === true;
      const changes = [{ rev: doc?._rev }];
      return { seq: opaque(entry.seq), id, changes, ...(deleted && { deleted }), ...(documents && { doc }) };
    });
    return { results, last_seq: opaque(rows.at(-1)?.[1].seq ?? seq), pending: all.length - rows.length };
  };

  return {
    instance,
    size: () => entries.size,
    info: (): Json => {
      const files = livingIds().flatMap((id) => [...(winnerOf(id)?.files.values() ?? [])]);
      const active = files.reduce((sum, file) => sum + file.length, 0);
      return { update_seq: opaque(seq), doc_count: livingIds().length, sizes: { active } };
    },
    writeOne: ({ _id, _rev, _deleted = false, ...body }: Json): RowAnswer => {
      const content = { deleted: _deleted === true, body, files: new Map<string, Buffer>() };
      return write(String(_id), _rev === undefined ? undefined : String(_rev), content);
    },
    /** `new_edits: false`: stored under its own name. */
    replicateOne: ({ _id, _rev, _revisions, _deleted = false, ...body }: Json): void => {
      const { start, ids } = (_revisions ?? { start: 1, ids: [] }) as { start: number; ids: readonly string[] };
      const ancestors = ids.map((hash, at) => `${start - at}-${hash}`).slice(1);
      store(String(_id), { rev: String(_rev), deleted: _deleted === true, body, files: new Map() }, ancestors);
    },
    /** Takes over what another replica has, of one document or of all, as internal replication does: leaves, but not their ancestors' content. */
    takeFrom: (other: { leaves(only?: string): readonly Leaf[] }, only?: string): void => {
      for (const { id, revision, ancestors } of other.leaves(only)) store(id, revision, ancestors);
    },
    leaves,
    shown: toShown,
    revisions: ({ id, rev }: RevisionRequest): readonly Json[] => {
      const tree = entries.get(id)?.tree;
      const one = rev === undefined ? undefined : tree?.get(rev);
      const found = rev === undefined ? (tree?.leaves() ?? []) : one ? [one] : [];
      return found.map((revision) => {
        const path = tree?.history(revision.rev) ?? [];
        const ids = path.map((each) => each.slice(each.indexOf('-') + 1));
        return { ...toDocument(id, revision), _revisions: { start: Number.parseInt(revision.rev, 10), ids } };
      });
    },
    livingIds,
    view: async (id: string, view: string, query: ViewQuery): Promise<Answer> => {
      const winner = winnerOf(id);
      const design = winner?.deleted ? undefined : (winner?.body as Design | undefined);
      if (!design) return refuse(404, 'not_found', 'missing');
      const missing = seq - (indexed.get(winner?.rev ?? '') ?? 0);
      indexed.set(winner?.rev ?? '', seq);
      if (missing * indexMsPerDocument > 0) {
        await new Promise((resolve) => setTimeout(resolve, missing * indexMsPerDocument));
      }
      const documents = livingIds().filter((one) => !one.startsWith('_design/'));
      const shown = documents.map((one): Json => toShown(one, false) ?? {});
      return readFakeView(design, view, shown, query);
    },
    /** `from` is a number of this replica's own. */
    changes: (from: number, request: ChangesRequest): Json => {
      const behind = [...entries].filter(([, entry]) => entry.seq > from);
      return toPage(behind, request);
    },
    /** From the newest change on. */
    changesBackward: (request: ChangesRequest): Json => toPage([...entries].reverse(), request),
    takesFile: (id: string): boolean => parentOf(id, undefined, false) !== 'conflict',
    putFile: (id: string, file: string, bytes: Buffer): RowAnswer =>
      write(id, undefined, { deleted: false, body: {}, files: new Map([[file, bytes]]) }),
    getFile: (id: string, file: string): Buffer | 'deleted' | undefined => {
      const winner = winnerOf(id);
      return winner?.deleted ? 'deleted' : winner?.files.get(file);
    },
  };
};
