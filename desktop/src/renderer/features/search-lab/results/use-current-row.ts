import { type KeyboardEvent, useEffect, useState } from 'react';

/** The index of the row that the keyboard acts on; a different query starts at its first result. */
export const useCurrentRow = (query: string, rows: number) => {
  const [current, select] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its first result
  useEffect(() => select(0), [query]);

  /** Moves the focus to a row; an index outside of the list is ignored. */
  const focus = (index: number): void => {
    if (index < 0 || index >= rows) return;
    select(index);
    document.querySelector<HTMLElement>(`[data-row="${index + 1}"]`)?.focus();
  };
  const onArrow = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    focus(current + step);
  };
  return { current, select, focus, onArrow };
};
