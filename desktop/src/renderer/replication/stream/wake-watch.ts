import { hasPage, isHidden } from '../../base/page-life.ts';

/**
 * A sign that connections may have died unnoticed. `certain`: the network went down and came back, or the machine slept; otherwise the page
 * became visible, or a timer was late, as timers of hidden pages are.
 */
export type WakeSign = { readonly certain: boolean };

/** What the watch reports to, and the clock it uses. */
export type WakeParts = {
  readonly onSign: (sign: WakeSign) => void;
  /** The wall clock in ms, which keeps running while the machine sleeps. */
  readonly now?: () => number;
};

const CHANNEL = 'inbetwin.awake';
const TICK_MS = 1_000;
/** A timer this late was delayed, at least by a busy page. */
const LATE_MS = 4_000;
/** A visible page is never this late unless the machine slept. */
const ASLEEP_MS = 12_000;
/** All pages notice the same event within this time. */
const SAME_MS = 2_000;

/**
 * Watches for such signs until the returned function is called. Visible pages notify hidden ones, whose own timers may run only once a
 * minute.
 */
export const watchWaking = ({ onSign, now = Date.now }: WakeParts): (() => void) => {
  const others = new BroadcastChannel(CHANNEL);
  let certainAt = Number.NEGATIVE_INFINITY;
  const take = (sign: WakeSign): void => {
    if (sign.certain && performance.now() - certainAt < SAME_MS) return;
    if (sign.certain) certainAt = performance.now();
    onSign(sign);
  };
  const tell = (sign: WakeSign): void => {
    others.postMessage(sign);
    take(sign);
  };
  others.onmessage = ({ data }: MessageEvent<WakeSign>) => take(data);

  let lastTick = now();
  const ticking = setInterval(() => {
    const late = now() - lastTick - TICK_MS;
    lastTick = now();
    if (late > LATE_MS) tell({ certain: late > ASLEEP_MS && !isHidden() });
  }, TICK_MS);
  const unlisten = listenToPage(tell);

  return () => {
    clearInterval(ticking);
    unlisten();
    others.close();
  };
};

const listenToPage = (tell: (sign: WakeSign) => void): (() => void) => {
  if (!hasPage()) return () => undefined;
  const ending = new AbortController();
  const { signal } = ending;
  const maybe = (): void => tell({ certain: false });
  window.addEventListener('online', () => tell({ certain: true }), { signal });
  document.addEventListener('resume', maybe, { signal });
  document.addEventListener('visibilitychange', () => isHidden() || maybe(), { signal });
  return () => ending.abort();
};
