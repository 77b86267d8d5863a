import { errorCodeSchema, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { MAX_FILES_ASKED } from '@inbetwin/shared/contracts/files.ts';
import { z } from 'zod';
import type { FileRefusal, FileStore } from './file-store.ts';
import type { FileDatabase } from './pouch.ts';

/** What sending depends on. */
export type Sending = {
  readonly store: FileStore;
  readonly remote: FileDatabase;
  /** Called when the state of a file has changed. */
  readonly onChange: () => void;
};

/**
 * Asks the server which of these files it lacks, and replicates those one by one; a rejected file does not block the others. Nothing is
 * recorded about an interrupted transfer, because the server knows what it has. Rejects when the server is unreachable or has no space.
 */
export const sendFiles = async (sending: Sending, digests: readonly string[]): Promise<void> => {
  const { store, remote, onChange } = sending;
  for (let from = 0; from < digests.length; from += MAX_FILES_ASKED) {
    const asked = digests.slice(from, from + MAX_FILES_ASKED);
    const wanted = await findWanted(remote, asked);
    await noteHeld(store, asked, wanted);
    onChange();
    for (const digest of wanted) {
      const refusal = await sendOne(sending, digest);
      await (refusal ? noteRefused(store, digest, refusal) : noteHeld(store, [digest], new Set()));
      onChange();
    }
  }
};

const findWanted = async (remote: FileDatabase, asked: readonly string[]): Promise<ReadonlySet<string>> => {
  if (asked.length === 0) return new Set();
  // Any revision will do; the server identifies files by their digests.
  const missing = await remote.revsDiff(Object.fromEntries(asked.map((digest) => [digest, ['1-0']])));
  return new Set(Object.keys(missing));
};

const noteHeld = (store: FileStore, asked: readonly string[], wanted: ReadonlySet<string>): Promise<void> =>
  store.changeStanding(({ held, refused, ...standing }) => ({
    ...standing,
    held: [...new Set([...held, ...asked])].filter((digest) => !wanted.has(digest)),
    refused: without(refused, new Set(asked.filter((digest) => !wanted.has(digest)))),
  }));

const noteRefused = (store: FileStore, digest: string, refusal: FileRefusal): Promise<void> =>
  store.changeStanding((standing) => ({ ...standing, refused: { ...standing.refused, [digest]: refusal } }));

const without = <T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key)));

const sendOne = async ({ store, remote }: Sending, digest: string): Promise<FileRefusal | undefined> => {
  try {
    const options = { doc_ids: [digest], checkpoint: false, batch_size: 1 } as const;
    const { errors } = await store.withDatabase((opened) => opened.replicate.to(remote, options));
    const [error] = errors;
    return error === undefined ? undefined : refusalOf(failedWith(error));
  } catch (error) {
    const failure = failedWith(error);
    if (failure instanceof Failure && isFinal(failure)) return refusalOf(failure);
    throw failure;
  }
};

/** Whether the error concerns the file itself; any other error may be temporary. */
const isFinal = ({ code }: Failure): boolean => code.startsWith('file.') || code === 'request.too_large';

const refusalOf = (error: unknown): FileRefusal =>
  error instanceof Failure
    ? { code: error.code, message: error.message }
    : { code: 'server.error', message: String(error) };

const failedSchema = z.object({
  code: errorCodeSchema,
  message: z.string().catch(''),
  hint: z.string().catch(''),
});

/** Restores a `Failure` from the errors into which PouchDB copies it or a row of a response. */
export const failedWith = (error: unknown): unknown => {
  const failed = failedSchema.safeParse(error).data;
  return failed ? new Failure(failed.code, failed.message, failed.hint) : error;
};
