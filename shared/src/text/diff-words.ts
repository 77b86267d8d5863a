/** A piece of a text; `differs` is set if the other text does not have it. */
export type Piece = { readonly text: string; readonly differs: boolean };

/**
 * Texts that differ in more words than this are not compared word by word; everything between the common ends is
 * marked.
 */
const MOST_WORDS = 1500;

/**
 * Marks the words that only one of two texts has, by their longest common subsequence. Joining the pieces of a side
 * gives its text.
 */
export const diffWords = (
  left: string,
  right: string,
): { readonly left: readonly Piece[]; readonly right: readonly Piece[] } => {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const start = commonLength(a, b);
  const end = commonLength(a.slice(start).toReversed(), b.slice(start).toReversed());
  const middle = keepCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const around = (words: readonly string[], flags: readonly boolean[]): readonly Piece[] =>
    join([
      ...words.slice(0, start).map((text) => ({ text, differs: false })),
      ...words.slice(start, words.length - end).map((text, at) => ({ text, differs: flags[at] ?? true })),
      ...words.slice(words.length - end).map((text) => ({ text, differs: false })),
    ]);
  return { left: around(a, middle.left), right: around(b, middle.right) };
};

/** Splits a text into words, each with the white space after it. */
const wordsOf = (text: string): readonly string[] => text.match(/^\s+|\S+\s*/g) ?? [];

const commonLength = (a: readonly string[], b: readonly string[]): number => {
  let length = 0;
  while (length < a.length && length < b.length && bare(a[length]) === bare(b[length])) length += 1;
  return length;
};

/** Removes trailing white space, which does not count as a difference. */
const bare = (word: string | undefined): string | undefined => word?.trimEnd();

type Flags = { readonly left: readonly boolean[]; readonly right: readonly boolean[] };

const keepCommon = (a: readonly string[], b: readonly string[]): Flags => {
  const left = a.map(() => true);
  const right = b.map(() => true);
  if (a.length === 0 || b.length === 0 || a.length > MOST_WORDS || b.length > MOST_WORDS) return { left, right };
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  for (let row = 0, column = 0; row < a.length && column < b.length; ) {
    if (bare(a[row]) === bare(b[column])) {
      left[row] = false;
      right[column] = false;
      row += 1;
      column += 1;
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0)) row += 1;
    else column += 1;
  }
  return { left, right };
};

/** `[row * width + column]` is the length of the longest common subsequence of `a` from `row` and `b` from `column`. */
const commonLengths = (a: readonly string[], b: readonly string[]): Uint16Array => {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const diagonal = (lengths[(row + 1) * width + column + 1] ?? 0) + 1;
      const beside = Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
      lengths[row * width + column] = bare(a[row]) === bare(b[column]) ? diagonal : beside;
    }
  }
  return lengths;
};

const join = (pieces: readonly Piece[]): readonly Piece[] => {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.differs === piece.differs) joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
};
