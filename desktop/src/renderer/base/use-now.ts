import { useEffect, useState } from 'react';

const HALF_MINUTE = 30_000;

/** The current time, updated every half minute, for texts such as "5 minutes ago". */
export const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), HALF_MINUTE);
    return () => window.clearInterval(timer);
  }, []);
  return now;
};
