import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

/** The pause in typing after which the query is run. */
const SETTLE_MS = 120;

type QueryText = {
  /** The content of the field. */
  readonly text: string;
  /** The query to run: the same text once typing pauses. */
  readonly query: string;
  readonly type: (text: string) => void;
};

/** The query, which is stored in the address. */
export const useQueryText = (): QueryText => {
  const navigate = useNavigate();
  const { q: query = '' } = useSearch({ from: '/knowledge/lab' });
  const [text, setText] = useState(query);
  const typed = useRef(query);
  const timer = useRef<number>(undefined);

  useEffect(() => {
    // An address change caused by typing is ignored; any other is a link or the Back button.
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
