import type { Citation } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import { detectLanguage } from '../../text/detect-language.ts';

const words = { ru: { one: 'Источник', many: 'Источники' }, en: { one: 'Source', many: 'Sources' } };

/**
 * Returns the text of a message for channels that cannot show citations beside it: the sources are listed at its end
 * under the numbers used in the text. A single source is not numbered.
 */
export const textWithSources = ({ text, citations }: Pick<Message, 'text' | 'citations'>): string => {
  const sources = groupByTitle(citations);
  if (sources.length === 0) return text;
  const { one, many } = words[detectLanguage(text) ?? 'ru'];
  const [only, ...more] = sources;
  const line =
    more.length === 0
      ? `${one}: ${only?.title}`
      : `${many}: ${sources.map(({ title, numbers }) => `[${numbers.join(', ')}] ${title}`).join('; ')}`;
  return `${text}\n\n${line}`;
};

const groupByTitle = (citations: readonly Citation[]) => {
  const titles = [...new Set(citations.map(({ title }) => title))];
  return titles.map((title) => ({
    title,
    numbers: citations.flatMap((citation, index) => (citation.title === title ? [index + 1] : [])),
  }));
};
