/** Strings under small whole numbers from 0 on; the number of a forgotten string is given to the next new one. */
export type NumberedStrings = {
  /** One more than the highest number ever given: parallel arrays must reach this far. */
  readonly reach: number;
  find(text: string): number | undefined;
  /** `text` must be new. */
  add(text: string): number;
  remove(number: number): void;
  /** Undefined for a number that is free. */
  textOf(number: number): string | undefined;
};

export const createNumberedStrings = (known: readonly string[] = []): NumberedStrings => {
  const texts: (string | undefined)[] = [...known];
  const numbers = new Map<string, number>();
  for (let number = 0; number < known.length; number++) numbers.set(known[number] ?? '', number);
  const free: number[] = [];

  return {
    get reach() {
      return texts.length;
    },
    find: (text) => numbers.get(text),
    add: (text) => {
      const number = free.pop() ?? texts.length;
      texts[number] = text;
      numbers.set(text, number);
      return number;
    },
    remove: (number) => {
      const text = texts[number];
      if (text === undefined) return;
      numbers.delete(text);
      texts[number] = undefined;
      free.push(number);
    },
    textOf: (number) => texts[number],
  };
};

/** Many strings as one and the places where each ends: one large string clones far faster than many small ones. */
export type PackedStrings = { readonly text: string; readonly ends: Int32Array };

export const packStrings = (texts: readonly string[]): PackedStrings => {
  let end = 0;
  const ends = Int32Array.from(texts, ({ length }) => {
    end += length;
    return end;
  });
  return { text: texts.join(''), ends };
};

export const unpackStrings = ({ text, ends }: PackedStrings): string[] => {
  const texts: string[] = [];
  let start = 0;
  for (const end of ends) {
    texts.push(text.slice(start, end));
    start = end;
  }
  return texts;
};
