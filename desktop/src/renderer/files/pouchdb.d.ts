// The part of PouchDB 9 that is used here. It has no types of its own, and the community's change Node's types for the whole program.
declare module 'pouchdb-core' {
  type Options = {
    readonly adapter: 'idb' | 'http';
    readonly auto_compaction?: boolean;
    /** With `http`, nothing is requested from the server before the first operation. */
    readonly skip_setup?: boolean;
    readonly fetch?: (url: string, init?: RequestInit) => Promise<Response>;
  };
  type Revision = { readonly _id: string; readonly _rev: string };
  type Attachments = { readonly [name: string]: { readonly content_type: string; readonly data: Blob } };
  type Answer = { readonly ok: true; readonly id: string } | { readonly error: true; readonly message: string };
  type ReplicationOptions = {
    readonly doc_ids: readonly string[];
    readonly checkpoint: false;
    readonly batch_size: number;
  };

  class PouchDB {
    static plugin(plugin: unknown): typeof PouchDB;
    constructor(name: string, options: Options);
    info(): Promise<{ readonly doc_count: number }>;
    bulkDocs(documents: readonly object[]): Promise<readonly Answer[]>;
    allDocs(): Promise<{ readonly rows: readonly { readonly id: string }[] }>;
    get(id: string): Promise<Revision>;
    put(document: {
      readonly _id: string;
      readonly _rev?: string;
      readonly _attachments?: Attachments;
    }): Promise<unknown>;
    remove(document: Revision): Promise<unknown>;
    getAttachment(id: string, name: string): Promise<Blob>;
    revsDiff(revisions: { readonly [id: string]: readonly string[] }): Promise<{ readonly [id: string]: unknown }>;
    readonly replicate: {
      to(target: PouchDB, options: ReplicationOptions): Promise<{ readonly errors: readonly unknown[] }>;
      from(source: PouchDB, options: ReplicationOptions): Promise<unknown>;
    };
    close(): Promise<void>;
  }

  export = PouchDB;
}

declare module 'pouchdb-adapter-idb' {
  const adapter: unknown;
  export = adapter;
}

declare module 'pouchdb-adapter-http' {
  const adapter: unknown;
  export = adapter;
}

declare module 'pouchdb-replication' {
  const replication: unknown;
  export = replication;
}
