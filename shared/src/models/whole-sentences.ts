/** Matches the end of a sentence, including citation markers and closing quotes. A full stop after a number may belong to a list. */
const sentenceEnd = /(?<=[\p{L}\p{S}%»”")\]])[.!?…]+["»”)]*(?:\s*\[\d+\])*(?=\s|$)/gu;

/** Cuts an incomplete text after its last whole sentence; empty if there is none. */
export const wholeSentences = (text: string): string => {
  const last = [...text.matchAll(sentenceEnd)].at(-1);
  return last ? text.slice(0, last.index + last[0].length) : '';
};
