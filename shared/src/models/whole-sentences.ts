/** The end of a sentence, with the marks of its sources and closing quotes. Behind a number a full stop may be a list's. */
const sentenceEnd = /(?<=[\p{L}\p{S}%»”")\]])[.!?…]+["»”)]*(?:\s*\[\d+\])*(?=\s|$)/gu;

/** A text that breaks off, up to its last whole sentence; empty when there is none. */
export const wholeSentences = (text: string): string => {
  const last = [...text.matchAll(sentenceEnd)].at(-1);
  return last ? text.slice(0, last.index + last[0].length) : '';
};
