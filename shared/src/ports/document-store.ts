/** A JSON object; `id`, `rev` and `deleted` are kept beside it, never inside. */
export type JsonObject = { readonly [key: string]: unknown };

export type StoredDocument = {
  readonly id: string;
  /** Opaque; changes with every write. A write must name the one it replaces. */
  readonly rev: string;
  readonly deleted: boolean;
  /** Of a deleted document: what the deletion wrote, or nothing but its id when another tool deleted it. */
  readonly body: JsonObject;
};

export type WriteRow = {
  readonly id: string;
  /** The revision this write replaces; absent when the document must not exist (or is deleted). */
  readonly rev?: string;
  readonly deleted?: boolean;
  readonly body: JsonObject;
};

export type WriteResult =
  | { readonly id: string; readonly ok: true; readonly rev: string }
  | { readonly id: string; readonly ok: false; readonly code: 'conflict' | 'invalid'; readonly message: string };

export type Change = StoredDocument & {
  /** Opaque, of this backend and this database alone. */
  readonly sequence: string;
};

export type ChangeBatch = {
  /** In order of their last write; each document once, in its newest state. */
  readonly changes: readonly Change[];
  /** Where to go on from: durable once the consequences of `changes` are. */
  readonly sequence: string;
};

export type FindQuery = {
  /** One of the indexes that the database was opened with. */
  readonly index: readonly string[];
  /** Values for the leading fields of the index; results are ordered by the fields behind them. */
  readonly equals: readonly (string | number)[];
  readonly descending?: boolean;
  /** 1 to 1,000. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
};

export type FindPage = { readonly documents: readonly StoredDocument[]; readonly next?: string };

/**
 * One database, with CouchDB's model: revisions that must match, bulk writes with an answer per row, and a change feed
 * by opaque sequence. Every method may throw a `Failure` with `store.unavailable` or `store.full`; nothing that was
 * answered with `ok` or that was ever read is lost. A write that throws may have been made, in whole or in part, as when the answer of a
 * request was lost: who tries again names the same ids, and meets what is there.
 */
export type DocumentDatabase = {
  readonly name: string;
  /** Deleted documents are found too. */
  get(id: string): Promise<StoredDocument | undefined>;
  /** In the order of `ids`; unknown ones are left out. */
  getMany(ids: readonly string[]): Promise<readonly StoredDocument[]>;
  /** Each row stands for itself: a refused one never stops the others. On disk when it returns. */
  write(rows: readonly WriteRow[]): Promise<readonly WriteResult[]>;
  /** Living documents only. */
  find(query: FindQuery): Promise<FindPage>;
  /** How many living documents there are; what the store itself keeps for its indexes is not among them. */
  count(): Promise<number>;
  /** Up to `limit` changes behind `since` (from the beginning when absent). Throws `store.bad_sequence` for a foreign one. */
  changes(query: { readonly since?: string; readonly limit: number }): Promise<ChangeBatch>;
  /** How many changes are behind `since`, of documents that the store keeps for itself among them: it costs a walk over them. */
  countChanges(since: string): Promise<number>;
  /** The same, for ever: yields what is there, then waits; ends when `signal` aborts. Sees other processes' writes too. */
  follow(query: {
    readonly since?: string;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<ChangeBatch>;
  /** The newest sequence. */
  sequence(): Promise<string>;
};

/** An index is a list of top-level fields, or of fields of an object in one (`a.b`); it holds the documents that have them all. */
export type DatabaseOptions = { readonly indexes: readonly (readonly string[])[] };

export type DocumentStore = {
  /** Sequences and revisions belong to the backend with this id; another id means: start over. */
  backendId(): Promise<string>;
  /** Made on first use, indexes included; the same name gives the same object. */
  database(name: string, options?: DatabaseOptions): DocumentDatabase;
  /** Names that begin with `prefix`, sorted. */
  listDatabases(prefix: string): Promise<readonly string[]>;
  deleteDatabase(name: string): Promise<void>;
  /**
   * Throws `store.unavailable` or `store.full` when the store cannot be read now or could not make the last write that anybody
   * asked for. Costs a read; it writes only to see whether writing works, and then at most once a second.
   */
  check(): Promise<void>;
  close(): Promise<void>;
};
