import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { TITLE_SEPARATOR } from '@inbetwin/shared/text/title-path.ts';
import type { Trade } from './read-trades.ts';

/** Longer statements are sentences of a paragraph; shorter ones are items of a list. */
const MAX_ITEM = 90;

/** The knowledge of a business as passages, one per heading, with one statement left out or with all of them. */
export const passagesOf = ({ name, language, statements }: Trade, without?: number): readonly IndexedPassage[] => {
  const sections = Map.groupBy(statements.keys(), (at) => statements[at]?.heading ?? '');
  return [...sections].flatMap(([heading, all], position) => {
    const texts = all.filter((at) => at !== without).map((at) => statements[at]?.text ?? '');
    const isList = texts.every((text) => text.length <= MAX_ITEM);
    const text = isList ? texts.map((one) => `- ${one}`).join('\n') : texts.join(' ');
    const title = [name, heading].join(TITLE_SEPARATOR);
    return text === '' ? [] : [{ id: `trade:${position}`, sourceId: 'trade', position, language, title, text }];
  });
};
