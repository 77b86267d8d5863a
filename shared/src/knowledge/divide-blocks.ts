import { createProseDivider, type Division } from './divide-prose.ts';
import type { Block } from './formats/file-format.ts';

/** A future passage; its text is at `start..end` of the extracted text. */
export type Piece = Division & {
  /** The headings above it, outermost first. */
  readonly headings: readonly string[];
  /** The question of a question-answer pair; the piece is the answer. */
  readonly question?: string;
};

type TextBlock = Extract<Block, { readonly text: string }>;

/** Converts a reader's blocks to pieces: prose is divided, entries stay whole, and headings apply to what follows them. */
export const createBlockDivider = () => {
  let at = 0;
  let headings: readonly string[] = [];
  let open: readonly { readonly level: number; readonly heading: string }[] = [];
  /** The prose since `start`. */
  let prose: { readonly start: number; readonly divider: ReturnType<typeof createProseDivider> } | undefined;

  const toPieces = (start: number, divisions: readonly Division[]): Piece[] =>
    divisions.map((division) => ({
      text: division.text,
      start: start + division.start,
      end: start + division.end,
      headings,
    }));

  const endProse = (): Piece[] => {
    if (!prose) return [];
    const { start, divider } = prose;
    prose = undefined;
    return toPieces(start, divider.end());
  };

  const addProse = (text: string): Piece[] => {
    prose ??= { start: at, divider: createProseDivider() };
    return toPieces(prose.start, prose.divider.add(text));
  };

  const piecesOf = (block: TextBlock): Piece[] => {
    if (block.kind === 'prose') return addProse(block.text);
    const pieces = endProse();
    if (block.kind === 'heading') {
      open = [...open.filter(({ level }) => level < block.level), block];
      headings = open.map(({ heading }) => heading);
    } else if (block.kind === 'entry') {
      const { text, question } = block;
      pieces.push({ text, start: at, end: at + text.length, headings, ...(question !== undefined && { question }) });
    }
    return pieces;
  };

  return {
    add: (block: TextBlock): readonly Piece[] => {
      const pieces = piecesOf(block);
      at += block.text.length;
      return pieces;
    },
    end: (): readonly Piece[] => endProse(),
  };
};
