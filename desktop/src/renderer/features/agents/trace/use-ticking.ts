import { useEffect, useState } from 'react';

const EVERY_MS = 500;

/** The current time, which advances while something is in progress. */
export const useTicking = (isTicking: boolean): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const timer = window.setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => window.clearInterval(timer);
  }, [isTicking]);
  return now;
};
