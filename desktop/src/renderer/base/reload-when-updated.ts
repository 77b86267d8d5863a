const KEY = 'inbetwin.reloaded-from';

type Parts = {
  /** The entry file of the running page; it differs between builds. */
  readonly entry: string;
  /** Reads the server's current page; undefined when the server is unreachable. */
  readonly readPage: () => Promise<string | undefined>;
  /** Storage that lives as long as the tab. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly reload: () => void;
};

/**
 * Reloads the page if the server has a newer build, and resolves to whether it does. It reloads once per build, so that a server that
 * delivers a mixture of two builds cannot cause endless reloading.
 */
export const reloadWhenUpdated = async ({ entry, readPage, storage, reload }: Parts): Promise<boolean> => {
  if (entry === '' || storage.getItem(KEY) === entry) return false;
  const page = await readPage();
  if (page === undefined || page.includes(entry)) return false;
  storage.setItem(KEY, entry);
  reload();
  return true;
};

/** The parts of the open page. */
export const pageParts = (): Parts => ({
  entry: document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src.split('/').at(-1) ?? '',
  // Without a response, nothing is known about another build.
  readPage: () =>
    fetch('./', { cache: 'no-store' }).then(
      (answer) => (answer.ok ? answer.text() : undefined),
      () => undefined,
    ),
  storage: window.sessionStorage,
  reload: () => window.location.reload(),
});
