import type { Source } from '@inbetwin/shared/entities/source.ts';

type Wanted = {
  /** Words of the title, product, or file name, in any order and case. */
  readonly text: string;
  /** Ids of sources to list first. */
  readonly first: ReadonlySet<string>;
};

/** The sources that contain all of the words, sorted by title; those in `first` come before the others. */
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
