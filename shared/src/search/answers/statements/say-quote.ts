import { withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import type { Span } from '../../language/split-sentences.ts';
import type { ReadPassage, ReadSentence } from './read-passage.ts';

/**
 * Formats a quote for customers: one line per table row and list item, sentences in one paragraph, no Markdown.
 * `heading` names what the quote is about if its own words do not.
 */
export const sayQuote = ({ passage, sentences }: ReadPassage, { start, end }: Span, heading = ''): string => {
  const held = sentences.filter((statement) => start <= statement.start && statement.end <= end);
  if (passage.question !== undefined || held.length === 0) return withoutInlineMarkup(passage.text.slice(start, end));
  const blocks = [...Map.groupBy(held, ({ block }) => block).values()];
  const said = blocks.map(sayBlock).join('\n');
  if (heading === '') return said;
  return said.includes('\n') ? `${heading}:\n${said}` : `${heading}. ${said}`;
};

const sayBlock = (statements: readonly ReadSentence[]): string => {
  const [first] = statements;
  const label = (first?.label ?? '').replace(/[.:!?]$/u, '');
  const lines = statements.map(({ readable }) => readable);
  if (first?.kind === 'sentence') {
    const said = lines.join(' ');
    return label === '' || label.split(' ').some((word) => said.includes(word)) ? said : `${label}: ${said}`;
  }
  if (!first || first.kind === 'answer') return lines.join('\n');
  const listed = first.kind === 'item' && lines.length > 1 ? lines.map((line) => `— ${line}`) : lines;
  if (label === '') return listed.join('\n');
  return listed.length === 1 ? `${label}: ${listed[0]}` : [`${label}:`, ...listed].join('\n');
};
