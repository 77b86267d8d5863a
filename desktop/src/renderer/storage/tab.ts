/** This tab, among the tabs of the same browser. */
export type Tab = {
  /** Stays the same after a reload; a duplicate of the tab gets a new one. */
  readonly id: string;
  /** The tabs that are currently open, including this one and excluding crashed ones. */
  living(): Promise<ReadonlySet<string>>;
};

const KEY = 'inbetwin.tab';
const LOCK = 'inbetwin.tab:';
/** A page that is being reloaded releases its lock with a slight delay. */
const RELOAD_MS = 1_000;

let own: Promise<Tab> | undefined;

/** Each tab holds a Web Lock named after its id as long as it lives; the browser releases the lock even after a crash. */
export const thisTab = (): Promise<Tab> => {
  own ??= claimTab();
  return own;
};

const claimTab = async (): Promise<Tab> => {
  const { locks } = globalThis.navigator ?? {};
  // Without locks (on an insecure page) it is unknown which tabs are open; the drafts of all other tabs then count as abandoned.
  if (!locks || typeof sessionStorage === 'undefined') {
    const id = crypto.randomUUID();
    return { id, living: async () => new Set([id]) };
  }
  const before = sessionStorage.getItem(KEY);
  const isBack = before !== null && (await hold(locks, before));
  const id = isBack ? before : crypto.randomUUID();
  if (!isBack) await hold(locks, id);
  sessionStorage.setItem(KEY, id);
  return { id, living: () => livingTabs(locks) };
};

/** Holds the lock until the tab is closed; resolves to false if another tab holds it. */
const hold = (locks: LockManager, id: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const untilEnd = (): Promise<never> => {
      resolve(true);
      return new Promise(() => undefined);
    };
    locks.request(`${LOCK}${id}`, { signal: AbortSignal.timeout(RELOAD_MS) }, untilEnd).catch((reason: unknown) => {
      if (reason instanceof DOMException && reason.name === 'TimeoutError') resolve(false);
      else reject(reason);
    });
  });

const livingTabs = async (locks: LockManager): Promise<ReadonlySet<string>> => {
  const { held = [] } = await locks.query();
  return new Set(held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
};
