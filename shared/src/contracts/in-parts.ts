/** Groups consecutive items so that each group fits into `room`; an item that is larger forms a group of its own. */
export const inParts = <T>(
  all: readonly T[],
  { room, sizeOf }: { readonly room: number; readonly sizeOf: (one: T) => number },
): readonly (readonly T[])[] => {
  const parts: T[][] = [];
  let left = 0;
  for (const one of all) {
    const size = sizeOf(one);
    if (parts.length === 0 || size > left) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(one);
    left -= size;
  }
  return parts;
};
