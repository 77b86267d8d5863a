import { withoutInlineMarkup } from '../../text/inline-markdown.ts';
import type { Span } from '../language/split-sentences.ts';
import type { ReadPassage, ReadSentence } from './read-passage.ts';

/** Formats a quote for customers: one line per table row and list item, sentences in one paragraph, no Markdown. */
export const sayQuote = ({ passage, sentences }: ReadPassage, { start, end }: Span): string => {
  const held = sentences.filter((statement) => start <= statement.start && statement.end <= end);
  if (passage.question !== undefined || held.length === 0) return withoutInlineMarkup(passage.text.slice(start, end));
  const blocks = [...Map.groupBy(held, ({ block }) => block).values()];
  return blocks.map(sayBlock).join('\n');
};

const sayBlock = (statements: readonly ReadSentence[]): string => {
  const [first] = statements;
  if (first?.kind === 'sentence') return statements.map(({ readable }) => readable).join(' ');
  const lines = statements.map(({ readable }) => readable);
  if (!first || first.label === '' || first.kind === 'answer') return lines.join('\n');
  return lines.length === 1 ? `${first.label}: ${lines[0]}` : [`${first.label}:`, ...lines].join('\n');
};
