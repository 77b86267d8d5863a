import { withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import { type HeadingReader, MAX_HEADING } from '../text/scan-lines.ts';

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]/;
const SPACE_OR_TAB = /[ \t]/;

/** Reads headings that begin with `#`, outside of code. */
export const createHeadingReader = (): HeadingReader => {
  let fence: string | undefined;
  return (line) => {
    const mark = FENCE.exec(line)?.[1];
    if (mark && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? HEADING.exec(line) : null;
    if (!found) return undefined;
    const words = line.slice(found[0].length, found[0].length + MAX_HEADING);
    return { level: found[1]?.length ?? 1, heading: plainHeading(words) };
  };
};

/** The text of a heading, without the markup of links, emphasis, and code and without a closing `#`. */
const plainHeading = (heading: string): string =>
  withoutInlineMarkup(withoutEnd(withoutEnd(heading, SPACE_OR_TAB), /#/)).slice(0, 200);

/** Removes the matching characters from the end of a text. */
const withoutEnd = (text: string, character: RegExp): string => {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
