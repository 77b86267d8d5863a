import { createListeners } from '../base/listeners.ts';
import { hasFileDatabase } from '../storage/file-database.ts';
import type { Files, FilesParts, OpenFiles, OriginalState } from './original-files.ts';

const nowhere: OriginalState = { isHere: false, isSent: false };

/** The originals of one open workspace. The code for them is loaded when there is an original on this device or one is requested. */
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
    // A chunk that failed to load may be available the next time.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  const openIfUsed = async (): Promise<OpenFiles | undefined> => {
    if (opening || (await hasFileDatabase(name))) return isClosed ? undefined : open();
    return undefined;
  };

  // Another window may have stored a file that this one has to send.
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
    assign: async (digests, messageId) => (await open()).assign(digests, messageId),
    discard: async (digest) => (await open()).discard(digest),
    prepare: () => {
      load().catch(tellNotOpened);
    },
    state: async (digest) => (await openIfUsed())?.state(digest) ?? nowhere,
    obtain: async (digest) => (await open()).obtain(digest),
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
