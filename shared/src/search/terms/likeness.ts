/** The number of letters per piece. */
const PIECE = 3;
const EDGE = 1;
const BASE = 65599;

/**
 * Returns a function that measures the similarity of another word, 0 to 1: Dice's coefficient of their three-letter
 * pieces, with the ends marked.
 */
export const likenessTo = (word: string): ((other: string) => number) => {
  const pieces = new Set<number>();
  eachPiece(word, (piece) => pieces.add(piece));
  return (other) => {
    let common = 0;
    let count = 0;
    eachPiece(other, (piece) => {
      count += 1;
      if (pieces.has(piece)) common += 1;
    });
    return Math.min(1, (2 * common) / (pieces.size + count));
  };
};

const eachPiece = (word: string, visit: (piece: number) => void): void => {
  for (let from = -1; from + PIECE <= word.length + 1; from++) {
    let piece = 0;
    for (let at = from; at < from + PIECE; at++) {
      const code = at < 0 || at === word.length ? EDGE : word.charCodeAt(at);
      piece = Math.imul(piece, BASE) + code;
    }
    visit(piece | 0);
  }
};
