import type { Workspace } from '../database/workspace-database.ts';
import type { Replication } from '../replication/replication.ts';
import type { Session } from '../session/create-session.ts';
import type { FileRefusal } from './file-store.ts';

/** The state of an original on this device. */
export type OriginalState = {
  readonly isHere: boolean;
  /** Whether the server has it, as far as this device knows. */
  readonly isSent: boolean;
  /** Why the server rejected it. */
  readonly refusal?: FileRefusal;
};

/** The originals of imported sources and the files of replies, each named by its SHA-256 in hex. */
export type Files = {
  /** Stores an original on this device and sends it as soon as there is a network. Rejects with a `StorageFailure` if there is no space. */
  keep(digest: string, bytes: Blob): Promise<void>;
  /** Records that a reply contains these files, before it is created: they are sent once the server has the reply. */
  assign(digests: readonly string[], messageId: string): Promise<void>;
  /** Deletes the bytes of a file that a person removed from an unsent reply, unless a source or a reply uses the file as well. */
  discard(digest: string): Promise<void>;
  /** Loads the code for originals while there is a network. */
  prepare(): void;
  state(digest: string): Promise<OriginalState>;
  /**
   * Returns the file from this device, or downloads and stores it. Undefined if neither side has it. Rejects like `fetch` when the server
   * is unreachable.
   */
  obtain(digest: string): Promise<Blob | undefined>;
  /** Calls the listener when a state may have changed in any window; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
};

/** The originals once their code is loaded. */
export type OpenFiles = Omit<Files, 'subscribe' | 'prepare'> & {
  /** Checks whether there is something to send. */
  wake(): void;
};

/** What the originals of a workspace depend on. */
export type FilesParts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'authorizedFetch' | 'snapshot'>;
  readonly replication: Pick<Replication, 'state' | 'subscribe'>;
  /** Whether the workspace has no server. */
  readonly isLocal: boolean;
};
