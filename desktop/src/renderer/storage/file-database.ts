/** In IndexedDB, of a workspace's originals: PouchDB puts its own prefix before the name it is given. */
export const fileDatabaseOf = (workspace: string): string => `_pouch_${fileNameOf(workspace)}`;

/** For PouchDB. */
export const fileNameOf = (workspace: string): string => `${workspace}-files`;

/** Whether this device holds originals of it. None is opened, and none made. */
export const hasFileDatabase = async (workspace: string): Promise<boolean> => {
  const wanted = fileDatabaseOf(workspace);
  return (await indexedDB.databases()).some(({ name }) => name === wanted);
};
