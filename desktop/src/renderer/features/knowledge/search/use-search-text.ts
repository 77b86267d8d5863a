import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { KnowledgeAddress } from './knowledge-address.ts';

/** The query, which is stored in the address without slowing down typing. */
export const useSearchText = (): readonly [string, (text: string) => void] => {
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/knowledge' });
  const [text, setText] = useState(q);
  /** Address changes that typing has caused and that have not arrived yet. */
  const asked = useRef<string[]>([]);

  useEffect(() => {
    const at = asked.current.lastIndexOf(q);
    if (at < 0) setText(q);
    asked.current = asked.current.slice(at + 1);
  }, [q]);

  const search = (next: string): void => {
    const address = next.trim() === '' ? '' : next;
    setText(next);
    if (address !== (asked.current.at(-1) ?? q)) asked.current.push(address);
    const change = ({ q: _, ...filter }: KnowledgeAddress) => (address === '' ? filter : { ...filter, q: address });
    void navigate({ to: '/knowledge', search: change, replace: true });
  };
  return [text, search];
};
