import type { Source } from '@inbetwin/shared/entities/source.ts';

type Wanted = {
  /** Words of the title, of the product or of the file's name, in any order and case. */
  readonly text: string;
  /** Ids of those that come first. */
  readonly first: ReadonlySet<string>;
};

/** The sources with all of the words, those of `first` before the others, each by title. */
export const matchingSources = (sources: readonly Source[], { text, first }: Wanted): readonly Source[] => {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const rank = ({ id }: Source): number => (first.has(id) ? 0 : 1);
  return sources
    .filter(({ title, product = '', fileName = '' }) => {
      const all = plain(`${title} ${product} ${fileName}`);
      return words.every((word) => all.includes(word));
    })
    .toSorted((a, b) => rank(a) - rank(b) || order.compare(a.title, b.title));
};

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

const order = new Intl.Collator(['ru', 'en'], { numeric: true });
