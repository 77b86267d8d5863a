type Listener = {
  /** Receives the text for the customer piece by piece, without white space at either end. */
  readonly onText?: ((delta: string) => void) | undefined;
  /** Called when the text received so far turns out to be the model's reasoning, which must not be shown. */
  readonly onRestart?: (() => void) | undefined;
};

export type ThoughtFilter = {
  push(piece: string): void;
  /** Returns the text without thoughts; nothing may be pushed after that. */
  end(): string;
  /** Whether any text was passed on and not withdrawn. */
  hasTold(): boolean;
};

const tag = /<(\/?)(?:think|thinking|thought)>/i;
const tags = ['<think>', '</think>', '<thinking>', '</thinking>', '<thought>', '</thought>'];

/**
 * Removes the thoughts that some endpoints of reasoning models leave in their answers (`<think>...</think>`). A closing tag without an
 * opening one, which some prompt templates cause, makes everything before it a thought.
 */
export const createThoughtFilter = ({ onText, onRestart }: Listener = {}): ThoughtFilter => {
  let waiting = '';
  let thinking = false;
  let text = '';
  let told = 0;

  const show = (piece: string): void => {
    if (thinking || piece === '') return;
    text = text === '' ? piece.trimStart() : text + piece;
    const end = told + text.slice(told).trimEnd().length;
    if (end <= told) return;
    const delta = text.slice(told, end);
    told = end;
    onText?.(delta);
  };
  const close = (): void => {
    if (!thinking) {
      if (told > 0) onRestart?.();
      text = '';
      told = 0;
    }
    thinking = false;
  };

  return {
    push: (piece) => {
      waiting += piece;
      for (let found = tag.exec(waiting); found; found = tag.exec(waiting)) {
        show(waiting.slice(0, found.index));
        waiting = waiting.slice(found.index + found[0].length);
        if (found[1] === '/') close();
        else thinking = true;
      }
      const safe = waiting.length - tagBegunIn(waiting);
      show(waiting.slice(0, safe));
      waiting = waiting.slice(safe);
    },
    end: () => {
      show(waiting);
      waiting = '';
      return text.trimEnd();
    },
    hasTold: () => onText !== undefined && told > 0,
  };
};

/** The number of characters at the end that may be the beginning of a tag. */
const tagBegunIn = (text: string): number => {
  const at = text.lastIndexOf('<');
  if (at < 0) return 0;
  const begun = text.slice(at).toLowerCase();
  return tags.some((whole) => whole.startsWith(begun)) ? begun.length : 0;
};
