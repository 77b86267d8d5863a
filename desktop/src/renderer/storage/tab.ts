/** This tab among those of the same browser. */
export type Tab = {
  /** The same after a reload; another in a duplicate of the tab. */
  readonly id: string;
  /** The tabs that are open now, this one among them: a crashed one is not. */
  living(): Promise<ReadonlySet<string>>;
};

const KEY = 'inbetwin.tab';
const LOCK = 'inbetwin.tab:';
/** A page that is being reloaded lets go of its lock a little late. */
const RELOAD_MS = 1_000;

let own: Promise<Tab> | undefined;

/** Each tab holds a lock for as long as it lives, which ends with it, however it ends. */
export const thisTab = (): Promise<Tab> => {
  own ??= claimTab();
  return own;
};

const claimTab = async (): Promise<Tab> => {
  const { locks } = globalThis.navigator ?? {};
  // Without locks (no secure page) nobody knows who lives: drafts of other tabs are then taken for left behind.
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

/** Until the tab ends; resolves with false when another tab has it. */
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
