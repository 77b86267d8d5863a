import { createHash, randomUUID } from 'node:crypto';

export type Json = Record<string, unknown>;
type Answer = readonly [status: number, body: unknown];
type Leaf = { id: string; rev: string; deleted: boolean; body: Json; seq: number; files: Map<string, Buffer> };

/** Refused as CouchDB refuses: a status, its word for it, and a reason. */
export const refuse = (status: number, error: string, reason: string): Answer => [status, { error, reason }];

const collator = new Intl.Collator('en');
const rankOf = (value: unknown): number =>
  value == null
    ? 0
    : typeof value === 'boolean'
      ? 1
      : typeof value === 'number'
        ? 2
        : typeof value === 'string'
          ? 3
          : 4;

/** CouchDB's collation: by type, then numbers by size and strings as ICU has them. */
const collate = (a: unknown, b: unknown): number => {
  if (rankOf(a) !== rankOf(b)) return rankOf(a) - rankOf(b);
  return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
};

const matchers: Record<string, (value: unknown, wanted: unknown) => boolean> = {
  $eq: (value, wanted) => value === wanted,
  $gt: (value, wanted) => collate(value, wanted) > 0,
  $gte: (value, wanted) => collate(value, wanted) >= 0,
  $lt: (value, wanted) => collate(value, wanted) < 0,
};

/** One database with CouchDB's rules for revisions, tombstones, sequences and Mango indexes. */
export const createFakeDatabase = (maxDocumentSize: number) => {
  const instance = randomUUID();
  const leaves = new Map<string, Leaf>();
  const indexes = new Map<string, readonly string[]>();
  const waiting = new Set<() => void>();
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

  const store = (id: string, leaf: Omit<Leaf, 'id' | 'rev' | 'seq'>, before: Leaf | undefined): string => {
    const depth = before ? Number.parseInt(before.rev, 10) + 1 : 1;
    const text = JSON.stringify([before?.rev, leaf.deleted, leaf.body, [...leaf.files.keys()]]);
    const rev = `${depth}-${createHash('md5').update(text).digest('hex')}`;
    seq += 1;
    leaves.delete(id);
    leaves.set(id, { id, rev, seq, ...leaf });
    for (const wake of waiting) wake();
    return rev;
  };

  /** As `couch_db_updater`: over a deleted document comes only a living one without a revision. */
  const fits = (before: Leaf | undefined, rev: string | undefined, deleted: boolean): boolean => {
    if (before?.deleted) return rev === undefined && !deleted;
    return rev === before?.rev;
  };

  const writeOne = ({ _id, _rev, _deleted = false, ...body }: Json) => {
    const id = String(_id);
    const before = leaves.get(id);
    const deleted = _deleted === true;
    if (!fits(before, typeof _rev === 'string' ? _rev : undefined, deleted)) {
      return { id, error: 'conflict', reason: 'Document update conflict.' };
    }
    return { ok: true, id, rev: store(id, { deleted, body, files: new Map() }, before) };
  };

  const toDocument = ({ id, rev, deleted, body }: Leaf): Json => ({
    _id: id,
    _rev: rev,
    ...(deleted && { _deleted: true }),
    ...body,
  });

  const toChange = (leaf: Leaf): Json => ({
    seq: opaque(leaf.seq),
    id: leaf.id,
    changes: [{ rev: leaf.rev }],
    ...(leaf.deleted && { deleted: true }),
    doc: toDocument(leaf),
  });

  return {
    waiting,
    info: (): Answer => [200, { update_seq: opaque(seq), doc_count: leaves.size }],
    bulkDocs: (docs: readonly Json[]): Answer => {
      const special = docs.flatMap(Object.keys).find((key) => /^_(?!id$|rev$|deleted$)/.test(key));
      if (special) return refuse(400, 'doc_validation', `Bad special document member: ${special}`);
      const large = docs.find((doc) => JSON.stringify(doc).length > maxDocumentSize);
      if (large) return refuse(413, 'document_too_large', String(large._id));
      return [201, docs.map(writeOne)];
    },
    allDocs: (keys: readonly string[]): Answer => {
      const rows = keys.map((key) => {
        const leaf = leaves.get(key);
        if (!leaf) return { key, error: 'not_found' };
        const value = { rev: leaf.rev, ...(leaf.deleted && { deleted: true }) };
        return { id: key, key, value, doc: leaf.deleted ? null : toDocument(leaf) };
      });
      return [200, { total_rows: leaves.size, offset: 0, rows }];
    },
    addIndex: (name: string, fields: readonly string[]): Answer => {
      const id = `_design/${name}`;
      const result = indexes.has(name) ? 'exists' : 'created';
      if (result === 'created') store(id, { deleted: false, body: { language: 'query' }, files: new Map() }, undefined);
      indexes.set(name, fields);
      return [200, { result, id, name }];
    },
    find: (selector: Record<string, Json>, sort: readonly Json[], limit: number): Answer => {
      const fields = sort.map((entry) => String(Object.keys(entry)[0]));
      if (![...indexes.values()].some((index) => index.join() === fields.join())) {
        return refuse(400, 'no_usable_index', 'No index exists for this sort, try indexing by the sort fields.');
      }
      const direction = Object.values(sort[0] ?? {})[0] === 'desc' ? -1 : 1;
      const docs = [...leaves.values()]
        .filter(({ id, deleted }) => !deleted && !id.startsWith('_design/'))
        .map(toDocument)
        .filter((doc) => fields.every((field) => field in doc))
        .filter((doc) =>
          Object.entries(selector).every(([field, condition]) =>
            Object.entries(condition).every(([operator, wanted]) => matchers[operator]?.(doc[field], wanted)),
          ),
        )
        .sort((a, b) => direction * (fields.map((field) => collate(a[field], b[field])).find((order) => order) ?? 0));
      return [200, { docs: docs.slice(0, limit), bookmark: 'nil' }];
    },
    changes: (since: string, limit: number): Answer => {
      const from = parseSince(since);
      if (from === undefined) return refuse(400, 'bad_request', "Malformed sequence supplied in 'since' parameter.");
      const rows = [...leaves.values()].filter((leaf) => leaf.seq > from).slice(0, limit);
      return [200, { results: rows.map(toChange), last_seq: opaque(rows.at(-1)?.seq ?? seq), pending: 0 }];
    },
    putFile: (id: string, file: string, bytes: Buffer): Answer => {
      const before = leaves.get(id);
      if (!fits(before, undefined, false)) return refuse(409, 'conflict', 'Document update conflict.');
      const rev = store(id, { deleted: false, body: {}, files: new Map([[file, bytes]]) }, before);
      return [201, { ok: true, id, rev }];
    },
    getFile: (id: string, file: string): Answer => {
      const leaf = leaves.get(id);
      const bytes = leaf?.deleted ? undefined : leaf?.files.get(file);
      return bytes ? [200, bytes] : refuse(404, 'not_found', leaf?.deleted ? 'deleted' : 'missing');
    },
  };
};

export type FakeDatabase = ReturnType<typeof createFakeDatabase>;
