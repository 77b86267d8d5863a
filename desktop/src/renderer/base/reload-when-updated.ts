const KEY = 'inbetwin.reloaded-from';

type Parts = {
  /** The file that the running page began with; another build has another. */
  readonly entry: string;
  /** The server's page of now; undefined when the server is away. */
  readonly readPage: () => Promise<string | undefined>;
  /** Storage that lives as long as the tab. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly reload: () => void;
};

/**
 * Reloads a page whose build the server has replaced, and resolves with whether it does: once for each build, so that a server
 * that sends a mixture of two builds cannot keep a page reloading.
 */
export const reloadWhenUpdated = async ({ entry, readPage, storage, reload }: Parts): Promise<boolean> => {
  if (entry === '' || storage.getItem(KEY) === entry) return false;
  const page = await readPage();
  if (page === undefined || page.includes(entry)) return false;
  storage.setItem(KEY, entry);
  reload();
  return true;
};

/** The parts as they are in the page that is open. */
export const pageParts = (): Parts => ({
  entry: document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').at(-1) ?? '',
  // Without an answer nothing is known of another build.
  readPage: () =>
    fetch('./', { cache: 'no-store' }).then(
      (answer) => (answer.ok ? answer.text() : undefined),
      () => undefined,
    ),
  storage: window.sessionStorage,
  reload: () => window.location.reload(),
});
