import { markWords } from './mark-words.ts';

type MarkedTextProps = { readonly text: string; readonly stems: ReadonlySet<string> };

/** A text with matching words highlighted. */
export const MarkedText = ({ text, stems }: MarkedTextProps) =>
  markWords(text, stems).map((part) =>
    part.isHit ? <mark key={part.start}>{part.text}</mark> : <span key={part.start}>{part.text}</span>,
  );
