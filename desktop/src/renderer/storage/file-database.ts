/** The IndexedDB name of the database with a workspace's originals; PouchDB adds its own prefix. */
export const fileDatabaseOf = (workspace: string): string => `_pouch_${fileNameOf(workspace)}`;

/** The name that PouchDB is given. */
export const fileNameOf = (workspace: string): string => `${workspace}-files`;

/** Whether this device stores originals of the workspace. It neither opens nor creates the database. */
export const hasFileDatabase = async (workspace: string): Promise<boolean> => {
  const wanted = fileDatabaseOf(workspace);
  return (await indexedDB.databases()).some(({ name }) => name === wanted);
};
