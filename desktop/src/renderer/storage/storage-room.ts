import { answerOf, completionOf, deleteDatabase } from './idb.ts';

const SCRATCH = 'inbetwin-room';
const STORE = 'room';
/** Testing for less is pointless, because the next write would use it up. */
const LEAST_BYTES = 64 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;

/** Tests by writing, because the browser's estimate is deliberately imprecise: Chromium's reports ten gigabytes of free space. */
export const hasRoom = async (bytes: number): Promise<boolean> => {
  const size = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, 2 * bytes));
  try {
    await writeAndDelete(size);
    return true;
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: expected as long as the storage is full; whoever wonders why finds it here
    console.info(`There is no room for ${size} bytes.`, error);
    return false;
  }
};

const writeAndDelete = async (bytes: number): Promise<void> => {
  const opening = indexedDB.open(SCRATCH, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await answerOf(opening);
  try {
    const transaction = database.transaction(STORE, 'readwrite');
    transaction.objectStore(STORE).put(crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536))), 0);
    for (let at = 1; at * 65_536 < bytes; at++) {
      transaction.objectStore(STORE).put(crypto.getRandomValues(new Uint8Array(65_536)), at);
    }
    await completionOf(transaction);
  } finally {
    database.close();
    await deleteDatabase(SCRATCH);
  }
};
