import { useRef } from 'react';

/** The last defined value, so that what a person sees does not disappear while the next value is loading. */
export const useSettled = <T>(value: T | undefined): T | undefined => {
  const last = useRef(value);
  if (value !== undefined) last.current = value;
  return last.current;
};
