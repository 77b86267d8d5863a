import { ENTRY_BYTES, textBytes } from '../memory.ts';

/** Assigns small integers from 0 to strings. The number of a removed string is reused for the next new one. */
export type NumberedStrings = {
  /** One more than the highest number ever assigned; parallel arrays need this length. */
  readonly reach: number;
  find(text: string): number | undefined;
  /** `text` must not be present yet. */
  add(text: string): number;
  remove(number: number): void;
  /** Returns undefined for a free number. */
  textOf(number: number): string | undefined;
  /** Returns the memory that this takes up, in bytes, by estimate. */
  bytes(): number;
};

/** Creates the numbering; `known` strings get their index. */
export const createNumberedStrings = (known: readonly string[] = []): NumberedStrings => {
  const texts: (string | undefined)[] = [...known];
  const numbers = new Map<string, number>();
  for (let number = 0; number < known.length; number++) numbers.set(known[number] ?? '', number);
  const free: number[] = [];
  let bytes = known.reduce((sum, text) => sum + ENTRY_BYTES + textBytes(text), 0);

  return {
    get reach() {
      return texts.length;
    },
    find: (text) => numbers.get(text),
    add: (text) => {
      const number = free.pop() ?? texts.length;
      texts[number] = text;
      numbers.set(text, number);
      bytes += ENTRY_BYTES + textBytes(text);
      return number;
    },
    remove: (number) => {
      const text = texts[number];
      if (text === undefined) return;
      numbers.delete(text);
      bytes -= ENTRY_BYTES + textBytes(text);
      texts[number] = undefined;
      free.push(number);
    },
    textOf: (number) => texts[number],
    bytes: () => bytes,
  };
};

/** Many strings joined to one, with the end of each: one large string is cloned far faster than many small ones. */
export type PackedStrings = { readonly text: string; readonly ends: Int32Array };

/** Joins the strings for a snapshot. */
export const packStrings = (texts: readonly string[]): PackedStrings => {
  let end = 0;
  const ends = Int32Array.from(texts, ({ length }) => {
    end += length;
    return end;
  });
  return { text: texts.join(''), ends };
};

/** Returns the strings that `packStrings` joined. */
export const unpackStrings = ({ text, ends }: PackedStrings): string[] => {
  const texts: string[] = [];
  let start = 0;
  for (const end of ends) {
    texts.push(text.slice(start, end));
    start = end;
  }
  return texts;
};
