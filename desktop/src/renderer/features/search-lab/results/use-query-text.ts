import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

/** Between two letters of a quick typist the search is not asked. */
const SETTLE_MS = 120;

type QueryText = {
  /** What the field holds. */
  readonly text: string;
  /** What is asked: the same, once the typing pauses. */
  readonly query: string;
  readonly type: (text: string) => void;
};

/** The query, kept in the address. */
export const useQueryText = (): QueryText => {
  const navigate = useNavigate();
  const { q: query = '' } = useSearch({ from: '/knowledge/lab' });
  const [text, setText] = useState(query);
  const typed = useRef(query);
  const timer = useRef<number>(undefined);

  useEffect(() => {
    // An address that the typing asked for is no news; another one is a link or Back.
    if (query === typed.current) return;
    window.clearTimeout(timer.current);
    typed.current = query;
    setText(query);
  }, [query]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const ask = (next: string): void => {
    typed.current = next;
    void navigate({
      to: '/knowledge/lab',
      search: ({ q: _, ...rest }) => (next === '' ? rest : { ...rest, q: next }),
      replace: true,
    });
  };
  const type = (next: string): void => {
    setText(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask(next.trim() === '' ? '' : next), SETTLE_MS);
  };
  return { text, query, type };
};
