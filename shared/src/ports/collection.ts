import type { DocumentOf, ReplicatedCollection } from '../entities/registry.ts';
import type { Clock } from './clock.ts';
import type { FindQuery } from './document-store.ts';

/** A person's change: the document that they saw when they made it, and a pure function that makes the change. */
export type Edit<T> = {
  readonly shown: T;
  readonly next: (document: T) => T;
  /** The document is new; `shown` is its initial state. */
  readonly isNew?: boolean;
  /** The unsaved draft of a form that this change saves; the write ends it. Only devices have drafts. */
  readonly draft?: string;
};

/** One or more changes of one document that are written together. */
export type Edits<T> = readonly [Edit<T>, ...Edit<T>[]];

/**
 * A collection as use cases read and write it. The server's store and a device's database both implement it and pass one conformance
 * suite (`collection.suite.ts`). Deleted documents count as missing.
 *
 * What follows from a change is written by `update` and its like, which go by the newest state. What a person changes in a document that
 * was shown to them is written by `edit`, `remove` and `restore`.
 */
export type Collection<T extends { id: string }> = {
  get(id: string): Promise<T | undefined>;
  getMany(ids: readonly string[]): Promise<readonly T[]>;
  /** Returns one page; `next` is the cursor of the following one. */
  find(query: FindQuery): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
  /** Stores the document unless one has its id. Returns whichever is stored. */
  insertOnce(document: T): Promise<{ readonly document: T; readonly inserted: boolean }>;
  /** Inserts many documents at once. Existing ones stay as they are; the ids of documents that were not written are returned. */
  insertMany(documents: readonly T[]): Promise<readonly string[]>;
  /** Stores the document, replacing any existing one. */
  put(document: T): Promise<void>;
  /**
   * Applies `change` to the newest state and retries on a conflict, so `change` must be pure. Returning the same object writes nothing.
   * Resolves with undefined when the document does not exist. A document that this collection returned may be passed instead of its id,
   * which may save a read.
   */
  update(idOrDocument: string | T, change: (current: T) => T): Promise<T | undefined>;
  delete(ids: readonly string[]): Promise<void>;
  /**
   * Makes a person's change and moves `updatedAt`. Fields that `next` leaves alone keep what is stored, and a change without effect writes
   * nothing. Resolves with the stored document, from which an undo starts.
   *
   * A device passes `next` what was shown, which may be long ago: a field that others have changed since keeps both values as a conflict,
   * and a document that was deleted since is restored and marked. The server passes it the newest state, and throws `resource.not_found` if
   * there is none.
   */
  edit(...edits: Edits<T>): Promise<T>;
  /** Deletes the document that was shown. On a device, one that was changed since stays, with a note that it was to be deleted. */
  remove(shown: T): Promise<void>;
  /** Undoes a removal; an existing document is left unchanged. */
  restore(removed: T): Promise<void>;
};

/** A team's documents as devices and the server both have them. */
export type Documents = { readonly [N in ReplicatedCollection]: Collection<DocumentOf<N>> };

/** Who carries out a use case: a person at their device, or one who calls the server's API. */
export type Actor = {
  /** The team's documents; what is written carries the actor's name. */
  readonly documents: Documents;
  readonly now: Clock;
  /** Receives the failure of a consequence, when the change itself is stored and must not be repeated. */
  readonly report: (error: unknown) => void;
};
