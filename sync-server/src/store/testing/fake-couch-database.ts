import { createHash, randomUUID } from 'node:crypto';
import { type Answer, type Json, refuse } from './fake-couch-answer.ts';
import { type Design, readFakeView, type ViewQuery } from './fake-couch-view.ts';

type Leaf = { id: string; rev: string; deleted: boolean; body: Json; seq: number; files: Map<string, Buffer> };

export type FakeDatabaseOptions = {
  readonly maxDocumentSize: number;
  /** What a new database's `_security` is, as by the setting `default_security`. */
  readonly defaultSecurity: Json;
  /** Called after each write. */
  readonly onUpdated: () => void;
};

/** One database with CouchDB's rules for revisions, tombstones and sequences. */
export const createFakeDatabase = ({ maxDocumentSize, defaultSecurity, onUpdated }: FakeDatabaseOptions) => {
  const instance = randomUUID();
  const leaves = new Map<string, Leaf>();
  /** Every revision that was ever stored, as before a compaction. */
  const revisions = new Map<string, Leaf>();
  let security = defaultSecurity;
  let seq = 0;

  const opaque = (at: number): string => `${at}-${Buffer.from(instance).toString('base64url')}`;

  /** A sequence of a database that was deleted means the beginning; one that cannot be decoded is refused. */
  const parseSince = (since: string): number | undefined => {
    if (since === '0') return 0;
    const [, at, rest = ''] = /^(\d+)-([\w-]+)$/.exec(since) ?? [];
    const decoded = Buffer.from(rest, 'base64url').toString();
    if (!/^[0-9a-f-]{36}$/.test(decoded)) return undefined;
    return decoded === instance ? Number(at) : 0;
  };

  const store = (leaf: Omit<Leaf, 'seq'>): string => {
    seq += 1;
    const stored = { ...leaf, seq };
    leaves.delete(leaf.id);
    leaves.set(leaf.id, stored);
    revisions.set(`${leaf.id} ${leaf.rev}`, stored);
    onUpdated();
    return leaf.rev;
  };

  const nextRev = (before: { readonly rev: string } | undefined, content: readonly unknown[]): string => {
    const depth = before ? Number.parseInt(before.rev, 10) + 1 : 1;
    const text = JSON.stringify([before?.rev, ...content]);
    return `${depth}-${createHash('md5').update(text).digest('hex')}`;
  };

  /** As `couch_db_updater`: over a deleted document comes only a living one without a revision, over none one with any. */
  const fits = (before: Leaf | undefined, rev: string | undefined, deleted: boolean): boolean => {
    if (before?.deleted) return rev === undefined && !deleted;
    // It looks for the revision only where there is a document.
    return !before || rev === before.rev;
  };

  const writeOne = ({ _id, _rev, _deleted = false, ...body }: Json) => {
    const id = String(_id);
    const before = leaves.get(id);
    const deleted = _deleted === true;
    if (!fits(before, typeof _rev === 'string' ? _rev : undefined, deleted)) {
      return { id, error: 'conflict', reason: 'Document update conflict.' };
    }
    const rev = nextRev(before ?? (_rev === undefined ? undefined : { rev: String(_rev) }), [deleted, body]);
    return { ok: true, id, rev: store({ id, rev, deleted, body, files: new Map() }) };
  };

  /** `new_edits: false`: stored under its own revision; of two at the same depth the greater one is shown. */
  const replicateOne = ({ _id, _rev, _revisions, _deleted = false, ...body }: Json): void => {
    const [id, rev] = [String(_id), String(_rev)];
    const leaf = { id, rev, deleted: _deleted === true, body, files: new Map(), seq: 0 };
    const shown = leaves.get(id);
    if (shown && compareLeaves(leaf, shown) <= 0) revisions.set(`${id} ${rev}`, leaf);
    else store(leaf);
  };

  const toDocument = ({ id, rev, deleted, body }: Leaf): Json => ({
    _id: id,
    _rev: rev,
    ...(deleted && { _deleted: true }),
    ...body,
  });

  const toChange = (leaf: Leaf, documents: boolean): Json => ({
    seq: opaque(leaf.seq),
    id: leaf.id,
    changes: [{ rev: leaf.rev }],
    ...(leaf.deleted && { deleted: true }),
    ...(documents && { doc: toDocument(leaf) }),
  });

  const living = (): readonly Leaf[] => [...leaves.values()].filter(({ deleted }) => !deleted);
  return {
    info: (): Answer => {
      const active = living()
        .flatMap(({ files }) => [...files.values()])
        .reduce((sum, file) => sum + file.length, 0);
      return [
        200,
        { update_seq: opaque(seq), doc_count: living().length, sizes: { active }, cluster: { q: 1, n: 1, w: 1, r: 1 } },
      ];
    },
    security: (): Answer => [200, security],
    setSecurity: (changed: Json): Answer => {
      security = changed;
      return [200, { ok: true }];
    },
    bulkDocs: ({ docs, new_edits = true }: { docs: readonly Json[]; new_edits?: boolean }): Answer => {
      const special = docs.flatMap(Object.keys).find((key) => /^_(?!id$|rev$|deleted$|revisions$)/.test(key));
      if (special) return refuse(400, 'doc_validation', `Bad special document member: ${special}`);
      const large = docs.find((doc) => JSON.stringify(doc).length > maxDocumentSize);
      if (large) return refuse(413, 'document_too_large', String(large._id));
      if (docs.some(({ _rev }) => _rev !== undefined && !/^\d+-.+/.test(String(_rev)))) {
        return refuse(400, 'bad_request', 'Invalid rev format');
      }
      if (new_edits) return [201, docs.map(writeOne)];
      for (const doc of docs) replicateOne(doc);
      return [201, []];
    },
    bulkGet: (docs: readonly { id: string; rev: string }[]): Answer => {
      const results = docs.map(({ id, rev }) => {
        const leaf = revisions.get(`${id} ${rev}`);
        const error = { id, rev, error: 'not_found', reason: 'missing' };
        return { id, docs: [leaf ? { ok: toDocument(leaf) } : { error }] };
      });
      return [200, { results }];
    },
    allIds: (): Answer => {
      const rows = living().map(({ id, rev }) => ({ id, key: id, value: { rev } }));
      return [200, { total_rows: rows.length, offset: 0, rows }];
    },
    allDocs: (keys: readonly string[]): Answer => {
      const rows = keys.map((key) => {
        const leaf = leaves.get(key);
        if (!leaf) return { key, error: 'not_found' };
        const value = { rev: leaf.rev, ...(leaf.deleted && { deleted: true }) };
        return { id: key, key, value, doc: leaf.deleted ? null : toDocument(leaf) };
      });
      return [200, { total_rows: living().length, offset: 0, rows }];
    },
    getDesign: (id: string): Answer => {
      const leaf = leaves.get(id);
      return leaf && !leaf.deleted ? [200, toDocument(leaf)] : refuse(404, 'not_found', 'missing');
    },
    putDesign: (id: string, body: Json): Answer => {
      const written = writeOne({ ...body, _id: id });
      return 'error' in written ? [409, written] : [201, written];
    },
    view: (id: string, view: string, query: ViewQuery): Answer => {
      const leaf = leaves.get(id);
      const design = leaf?.deleted ? undefined : (leaf?.body as Design | undefined);
      if (!design) return refuse(404, 'not_found', 'missing');
      const documents = living().filter((one) => !one.id.startsWith('_design/'));
      return readFakeView(design, view, documents.map(toDocument), query);
    },
    changesBackward: (limit: number, documents: boolean): Answer => {
      const rows = [...leaves.values()].reverse();
      const page = rows.slice(0, limit);
      const results = page.map((leaf) => toChange(leaf, documents));
      return [200, { results, last_seq: opaque(page.at(-1)?.seq ?? seq), pending: rows.length - page.length }];
    },
    changes: (since: string, limit: number, documents: boolean): Answer => {
      const from = parseSince(since);
      if (from === undefined) return refuse(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.");
      const behind = [...leaves.values()].filter((leaf) => leaf.seq > from);
      const rows = behind.slice(0, limit);
      const pending = behind.length - rows.length;
      return [
        200,
        { results: rows.map((leaf) => toChange(leaf, documents)), last_seq: opaque(rows.at(-1)?.seq ?? seq), pending },
      ];
    },
    takesFile: (id: string): boolean => fits(leaves.get(id), undefined, false),
    putFile: (id: string, file: string, bytes: Buffer): Answer => {
      const before = leaves.get(id);
      if (!fits(before, undefined, false)) return refuse(409, 'conflict', 'Document update conflict.');
      const rev = nextRev(before, [file]);
      store({ id, rev, deleted: false, body: {}, files: new Map([[file, bytes]]) });
      return [201, { ok: true, id, rev }];
    },
    getFile: (id: string, file: string): Answer => {
      const leaf = leaves.get(id);
      const bytes = leaf?.deleted ? undefined : leaf?.files.get(file);
      return bytes ? [200, bytes] : refuse(404, 'not_found', leaf?.deleted ? 'deleted' : 'missing');
    },
  };
};

/** The living before the deleted, then the deeper, then the greater: which leaf of a tree is shown. */
const compareLeaves = (a: Leaf, b: Leaf): number => {
  if (a.deleted !== b.deleted) return a.deleted ? -1 : 1;
  const depth = Number.parseInt(a.rev, 10) - Number.parseInt(b.rev, 10);
  return depth === 0 ? a.rev.localeCompare(b.rev) : depth;
};

export type FakeDatabase = ReturnType<typeof createFakeDatabase>;
