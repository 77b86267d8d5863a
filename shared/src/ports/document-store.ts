/** A JSON object. `id`, `rev` and `deleted` are stored beside it, never inside. */
export type JsonObject = { readonly [key: string]: unknown };

/** A document as the store returns it. */
export type StoredDocument = {
  readonly id: string;
  /** Opaque; changes with every write. A write must name the revision that it replaces. */
  readonly rev: string;
  readonly deleted: boolean;
  /** For a deleted document: what the deletion wrote, or only the id if another tool deleted it. */
  readonly body: JsonObject;
};

/** One document to write. */
export type WriteRow = {
  readonly id: string;
  /**
   * The revision that this write replaces; absent when the document must not exist or is deleted. A store need not refuse a revision of a
   * document that never existed: CouchDB does not.
   */
  readonly rev?: string;
  readonly deleted?: boolean;
  readonly body: JsonObject;
};

/** The outcome of one row of a bulk write: the new revision, or why the row was not written. */
export type WriteResult =
  | { readonly id: string; readonly ok: true; readonly rev: string }
  | { readonly id: string; readonly ok: false; readonly code: 'conflict' | 'invalid'; readonly message: string };

/** A document in its newest state, with its position in the change feed. */
export type Change = StoredDocument & {
  /** The name of its collection within the database. */
  readonly collection: string;
  /** Opaque; valid only for this backend and this database. */
  readonly sequence: string;
};

/** One page of the change feed. */
export type ChangeBatch = {
  /** Ordered by their last write. Each document appears once, in its newest state. */
  readonly changes: readonly Change[];
  /** Where to continue. Store it only after the effects of `changes` are durable. */
  readonly sequence: string;
};

/** A query over one declared index. */
export type FindQuery = {
  /** One of the indexes that the collection was opened with. */
  readonly index: readonly string[];
  /** Values for the leading fields of the index. The results are ordered by the remaining fields. */
  readonly equals: readonly (string | number)[];
  readonly descending?: boolean;
  /** Page size, 1 to 1,000. */
  readonly limit: number;
  /** `next` of the previous page. */
  readonly cursor?: string;
};

/** One page of results; `next` is the cursor of the following page, absent on the last one. */
export type FindPage = { readonly documents: readonly StoredDocument[]; readonly next?: string };

/** Reads all living documents of a collection, page by page. */
export type LatestQuery = {
  /** Page size, 1 to 1,000. */
  readonly limit: number;
  /** `next` of the previous page. */
  readonly cursor?: string;
};

/** One page, which may be empty although more follow; `next` is the cursor of the following page, absent on the last one. */
export type LatestPage = {
  readonly documents: readonly StoredDocument[];
  /** Take that of the first page: every change that the pages may lack comes after it. */
  readonly sequence: string;
  readonly next?: string;
};

/** A change feed, read by opaque sequences. */
export type ChangeFeed = {
  /**
   * Returns up to `limit` changes after `since`, or from the beginning if it is absent. Throws `store.bad_sequence` for
   * a sequence of another database or backend.
   */
  changes(query: { readonly since?: string; readonly limit: number }): Promise<ChangeBatch>;
  /**
   * Like `changes`, but without end: yields the existing changes, then waits for more until `signal` is aborted.
   * Includes writes of other processes. Waiting costs neither a connection nor a request.
   */
  follow(query: {
    readonly since?: string;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<ChangeBatch>;
  /** The newest sequence of the database. */
  sequence(): Promise<string>;
};

/** A database: its collections share one change feed, which contains the changes of all of them. A team has one. */
export type DocumentDatabase = ChangeFeed & { readonly name: string };

/**
 * One collection of a database in CouchDB's model: writes must name the current revision, bulk writes return a result per row, and the
 * change feed is read by opaque sequences. Every method may throw a `Failure` with `store.unavailable` or `store.full`.
 * Nothing that was acknowledged with `ok` or was ever read is lost. A write that throws may still have been made, in
 * whole or in part (for example when the response was lost); whoever retries uses the same ids and finds what was
 * written. Its change feed contains only its own changes; their sequences are those of the database.
 */
export type DocumentCollection = ChangeFeed & {
  /** `<database>/<collection>`. */
  readonly name: string;
  /** Also returns deleted documents. */
  get(id: string): Promise<StoredDocument | undefined>;
  /** Returns the documents in the order of `ids`; unknown ids are left out. */
  getMany(ids: readonly string[]): Promise<readonly StoredDocument[]>;
  /** Writes each row independently: a rejected row does not affect the others. Resolves once the rows are on disk. */
  write(rows: readonly WriteRow[]): Promise<readonly WriteResult[]>;
  /** Returns only documents that are not deleted. */
  find(query: FindQuery): Promise<FindPage>;
  /**
   * Returns documents that are not deleted, the last written first: exactly in the embedded store, roughly in CouchDB. The fastest way to
   * read many. A document that is written between two pages may be missing or come twice. Throws `request.invalid` for a cursor that this
   * collection did not give out.
   */
  latest(query: LatestQuery): Promise<LatestPage>;
  /** Counts the documents that are not deleted. */
  count(): Promise<number>;
  /** Counts the collection's changes after `since`. Takes time proportional to the number of the database's changes after it. */
  countChanges(since: string): Promise<number>;
};

/**
 * Each index is a list of top-level fields, or of fields of an object in one (`a.b`). An index holds the documents that
 * have all of its fields.
 */
export type CollectionOptions = {
  readonly indexes: readonly (readonly string[])[];
  /** The indexes of all collections of the database. A store that creates a database's indexes together does so for all of these. */
  readonly database?: ReadonlyMap<string, readonly (readonly string[])[]>;
};

/** A document store: CouchDB, embedded SQLite, or memory. */
export type DocumentStore = {
  /**
   * Sequences and revisions are valid only for the backend with this id. When the id changes, readers must start over.
   */
  backendId(): Promise<string>;
  /** A collection, named `<database>/<collection>`, which is created with its indexes on first use. The same name returns the same object. */
  collection(name: string, options?: CollectionOptions): DocumentCollection;
  /** All collections of a database as one change feed. */
  database(name: string): DocumentDatabase;
  /** Returns the names that begin with `prefix`, sorted. */
  listDatabases(prefix: string): Promise<readonly string[]>;
  deleteDatabase(name: string): Promise<void>;
  /**
   * Throws `store.unavailable` or `store.full` when the store cannot be read now, or could not make the last write that
   * was requested. Costs one read; it makes a test write only after a failed write, at most once a second.
   */
  check(): Promise<void>;
  close(): Promise<void>;
};
