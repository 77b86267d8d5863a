import type { Workspace } from '../database/workspace-database.ts';
import type { Replication } from '../replication/replication.ts';
import type { Session } from '../session/create-session.ts';
import type { FileRefusal } from './file-store.ts';

/** How an original stands on this device. */
export type OriginalState = {
  readonly isHere: boolean;
  /** The server has it, as far as this device has heard. */
  readonly isSent: boolean;
  /** The server does not take it. */
  readonly refusal?: FileRefusal;
};

/** The originals of what was imported, each named by its SHA-256 (hex). */
export type Files = {
  /** Keeps an original on this device, and sends it when there is a network. Rejects with a `StorageFailure` when there is no room. */
  keep(digest: string, bytes: Blob): Promise<void>;
  /** Loads what does the work while there is a network: soon there may be none. */
  prepare(): void;
  state(digest: string): Promise<OriginalState>;
  /** From this device, else from the server, and kept here from then on. Undefined: neither has it. Rejects like `fetch` when the server is away. */
  bring(digest: string): Promise<Blob | undefined>;
  /** Called when a state may have changed, in whichever window. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
};

export type OpenFiles = Omit<Files, 'subscribe' | 'prepare'> & {
  /** Something may be to be sent. */
  wake(): void;
};

export type FilesParts = {
  readonly workspace: Workspace;
  readonly session: Pick<Session, 'authorizedFetch' | 'snapshot'>;
  readonly replication: Replication;
  /** There is no server to send to. */
  readonly isLocal: boolean;
};
