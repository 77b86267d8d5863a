// The part of PouchDB 9 that is used here; it brings no types.
declare module 'pouchdb-core' {
  type Answer = { readonly ok: true; readonly id: string } | { readonly error: true; readonly message: string };

  class PouchDB {
    static plugin(plugin: unknown): void;
    constructor(name: string, options: { readonly adapter: 'idb' });
    info(): Promise<{ readonly doc_count: number }>;
    bulkDocs(documents: readonly object[]): Promise<readonly Answer[]>;
    close(): Promise<void>;
  }

  export = PouchDB;
}

declare module 'pouchdb-adapter-idb' {
  const adapter: unknown;

  export = adapter;
}
