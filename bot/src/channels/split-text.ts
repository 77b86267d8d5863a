const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Where a text may be cut, best first; the cut is after the match. */
const cutPlaces = [/\n[^\S\n]*\n/g, /\n/g, /[.!?…][»”"')\]]*\s/g, /[;,:]\s/g, /\s/g];

/** A cut this far into a part is good enough; an earlier one would waste space. A cut between words is allowed anywhere. */
const LEAST_FILL = 0.4;

/**
 * Splits a text into parts of at most `max` UTF-16 units: at the end of a paragraph if possible, else of a sentence, else of a word, else
 * between two graphemes. Only white space around the cuts is dropped. A blank text has no parts.
 */
export const splitText = (text: string, max: number): readonly string[] => {
  if (max < 1) throw new RangeError(`A part needs room: ${max}`);
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > max) {
    const cut = findCut(rest, max);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
};

const findCut = (text: string, max: number): number => {
  // One more unit, because white space after a full part is dropped anyway.
  const reach = text.slice(0, max + 1);
  for (const place of cutPlaces) {
    const least = place === cutPlaces.at(-1) ? 1 : max * LEAST_FILL;
    const cut = [...reach.matchAll(place)]
      .map((match) => match.index + match[0].length)
      .findLast((end) => end >= least);
    if (cut !== undefined) return cut;
  }
  const between = graphemes.segment(text).containing(max)?.index ?? 0;
  return between > 0 ? between : insideCharacter(text, max);
};

/** Splits a single grapheme that is longer than a part; surrogate pairs stay together if there is room. */
const insideCharacter = (text: string, max: number): number =>
  max > 1 && isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
