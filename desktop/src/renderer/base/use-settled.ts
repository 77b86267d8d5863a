import { useRef } from 'react';

/** The last value that was there: what a person sees does not vanish while the next is being read. */
export const useSettled = <T>(value: T | undefined): T | undefined => {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
};
