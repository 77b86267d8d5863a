import type { Passage } from '../../entities/passage.ts';
import type { Source } from '../../entities/source.ts';
import { digestOfBytes, fromBlob } from '../byte-source.ts';
import type { TableChoice } from '../formats/file-format.ts';
import type { ImportInput, ImportPart } from '../read-import.ts';
import { readerHere } from '../reader/read-here.ts';

export type WholeImport = {
  readonly source: Source;
  readonly passages: readonly Passage[];
  readonly choice?: TableChoice;
};

type Input = Partial<ImportInput> & {
  readonly bytes: Uint8Array | string;
  readonly onProgress?: (share: number) => void;
};

/** Everything that is read from a file. */
export const readWhole = async ({ bytes, onProgress, ...input }: Input): Promise<WholeImport> => {
  const file = new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]);
  const digest = input.digest ?? (await digestOfBytes(fromBlob(file)));
  return collect(readerHere().read(file, { now: 5, ...input, digest }, onProgress));
};

const collect = async (parts: AsyncIterable<ImportPart>): Promise<WholeImport> => {
  const passages: Passage[] = [];
  let choice: TableChoice | undefined;
  for await (const part of parts) {
    if (part.kind === 'page') passages.push(...part.passages);
    else if (part.kind === 'opened') choice = part.choice;
    else return { source: part.source, passages, ...(choice && { choice }) };
  }
  throw new Error('The import was not read to its end.');
};

/** What was read, in stored form. */
export async function* partsOf({ source, passages, choice }: WholeImport): AsyncGenerator<ImportPart> {
  const opened: Source = { ...source, state: 'indexing', passageCount: 0 };
  yield { kind: 'opened', source: opened, ...(choice && { choice }) };
  for (let at = 0; at < passages.length; at += 100) yield { kind: 'page', passages: passages.slice(at, at + 100) };
  yield { kind: 'done', source };
}
