import { createListeners } from '../app/listeners.ts';
import type { Workspace } from '../database/workspace-database.ts';
import type { Replication } from '../replication/start-replication.ts';
import type { Session } from '../session/create-session.ts';
import { hasFileDatabase } from './file-database.ts';
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

const nowhere: OriginalState = { isHere: false, isSent: false };

/** Of one open workspace. What does the work is loaded when there is an original, here or asked for. */
export const createFiles = (parts: FilesParts): Files => {
  const { name } = parts.workspace;
  const listeners = createListeners();
  const channel = new BroadcastChannel(`inbetwin.files.${name}`);
  let opening: Promise<OpenFiles> | undefined;
  let isClosed = false;

  const hear = (): void => {
    listeners.tell();
  };
  const tell = (): void => {
    hear();
    if (!isClosed) channel.postMessage('changed');
  };
  const open = (): Promise<OpenFiles> => {
    opening ??= load().then(({ openFiles }) => openFiles(parts, tell));
    // A piece of the program that could not be loaded may be there the next time.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  const openIfUsed = async (): Promise<OpenFiles | undefined> => {
    if (opening || (await hasFileDatabase(name))) return isClosed ? undefined : open();
    return undefined;
  };

  // Another window may have kept what this one is to send.
  channel.onmessage = () => {
    hear();
    openIfUsed().then((files) => files?.wake(), tellNotOpened);
  };
  openIfUsed().catch(tellNotOpened);

  return {
    keep: async (digest, bytes) => {
      const files = await open();
      await files.keep(digest, bytes);
      files.wake();
    },
    prepare: () => {
      load().catch(tellNotOpened);
    },
    state: async (digest) => (await openIfUsed())?.state(digest) ?? nowhere,
    bring: async (digest) => (await open()).bring(digest),
    subscribe: listeners.subscribe,
    close: async () => {
      isClosed = true;
      channel.close();
      await opening?.then((files) => files.close(), tellNotOpened);
    },
  };
};

const load = () => import('./open-files.ts');

const tellNotOpened = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: importing and opening an original tell it to the person; whoever wonders why nothing is sent finds it here
  console.warn('The originals on this device could not be opened.', error);
};
