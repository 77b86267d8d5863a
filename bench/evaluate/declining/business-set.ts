import { createHash } from 'node:crypto';
import { fromBlob } from '@inbetwin/shared/knowledge/byte-source.ts';
import { readImport } from '@inbetwin/shared/knowledge/read-import.ts';
import type { Business } from '../answering/answer-set.ts';
import { holdsWords } from '../answering/holds-words.ts';
import type { SearchSet, SetDocument, SetQuery } from '../search-set.ts';

/**
 * The knowledge of a business as a search set: the first messages that it can answer, each with the passages that hold
 * anything that the answer must hold. A message that more than three passages answer in part is left out.
 */
export const businessSet = async ({ language, knowledge, dialogues }: Business): Promise<SearchSet> => {
  const documents = (await Promise.all(knowledge.map(readDocuments))).flat();
  const queries = dialogues.flatMap(({ id, turns: [first] }): readonly SetQuery[] => {
    if (first?.expect !== 'answer') return [];
    const held = documents.filter(({ title, text }) =>
      first.must.some((must) => holdsWords(`${title}\n${text}`, must)),
    );
    if (held.length === 0 || held.length > MOST_HELD) return [];
    return [{ id, text: first.text, relevant: Object.fromEntries(held.map((document) => [document.id, 1])) }];
  });
  return { language, documents, queries };
};

const MOST_HELD = 3;

const readDocuments = async ({ fileName, text }: Business['knowledge'][number]): Promise<readonly SetDocument[]> => {
  const file = { fileName, now: 0, digest: createHash('sha256').update(text).digest('hex') };
  const documents: SetDocument[] = [];
  for await (const part of readImport(fromBlob(new Blob([text])), file, { signal: new AbortController().signal })) {
    if (part.kind === 'page') documents.push(...part.passages.map(({ id, title, text }) => ({ id, title, text })));
  }
  return documents;
};
