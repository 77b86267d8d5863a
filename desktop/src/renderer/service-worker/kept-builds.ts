import { type BuiltFile, type BuiltFiles, PAGE } from './built-files.ts';

const PREFIX = 'inbetwin-build-';

/** The builds cached in this browser, one cache each. A build counts once it is complete. */
export type KeptBuilds = {
  /** Caches every file of a build, or rejects and caches none. */
  keep(build: BuiltFiles): Promise<void>;
  /** Deletes the other builds; call it only while no page of another build is open. */
  dropAllBut(build: BuiltFiles): Promise<void>;
  /** The page of the newest build. */
  page(): Promise<Response | undefined>;
  /** A file of any build, identified by the content hash in its name. */
  file(request: Request): Promise<Response | undefined>;
};

/** `root` is the address that the paths of a build are relative to. */
export const createKeptBuilds = (caches: CacheStorage, root: string): KeptBuilds => {
  const pageAddress = new URL(PAGE, root).href;

  const toRequest = ({ path, integrity }: BuiltFile): Request =>
    // Files with a content hash may come from the browser's HTTP cache; the others must be revalidated with the server.
    new Request(new URL(path, root), { integrity, cache: path.startsWith('assets/') ? 'default' : 'no-cache' });

  /** The page is added last, so that a cache that contains it is complete, even after a crash. */
  const fill = async (cache: Cache, files: readonly BuiltFile[]): Promise<void> => {
    await cache.addAll(files.filter(({ path }) => path !== PAGE).map(toRequest));
    await cache.addAll(files.filter(({ path }) => path === PAGE).map(toRequest));
  };

  const namesOldestFirst = async (): Promise<string[]> =>
    (await caches.keys()).filter((name) => name.startsWith(PREFIX));

  return {
    keep: async ({ build, files }) => {
      const name = PREFIX + build;
      const cache = await caches.open(name);
      if (await cache.match(pageAddress)) return;
      try {
        await fill(cache, files);
      } catch (error) {
        await caches.delete(name);
        throw error;
      }
    },
    dropAllBut: async ({ build }) => {
      const others = (await namesOldestFirst()).filter((name) => name !== PREFIX + build);
      await Promise.all(others.map((name) => caches.delete(name)));
    },
    page: async () => {
      for (const cacheName of (await namesOldestFirst()).reverse()) {
        const page = await caches.match(pageAddress, { cacheName });
        if (page) return page;
      }
      return undefined;
    },
    file: (request) => caches.match(request, { ignoreVary: true }),
  };
};
