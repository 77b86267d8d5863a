import { addRxPlugin, type RxStorage, type RxStorageInstance } from 'rxdb';
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode';
import { wrappedValidateZSchemaStorage } from 'rxdb/plugins/validate-z-schema';

disableWarnings();
addRxPlugin(RxDBDevModePlugin);

type Storage = RxStorage<unknown, unknown>;
type Instance = RxStorageInstance<unknown, unknown, unknown>;

/**
 * Adds RxDB's own checks and schema validation of every living document. Deleted documents may consist of an id only, and documents of a
 * newer version may have unknown fields.
 */
export const addDevelopmentChecks = (storage: Storage): Storage => {
  const unchecked = new WeakMap<object, Instance['bulkWrite']>();
  const checked = wrappedValidateZSchemaStorage({
    storage: onOpen(storage, (instance) => {
      unchecked.set(instance, instance.bulkWrite.bind(instance));
    }),
  });
  return onOpen(allowUnknownFields(checked), (instance) => {
    const writeLiving = instance.bulkWrite.bind(instance);
    const writeDeleted = unchecked.get(instance) ?? writeLiving;
    instance.bulkWrite = async (rows, context) => {
      const living = rows.filter(({ document }) => !document._deleted);
      const deleted = rows.filter(({ document }) => document._deleted);
      const results = [
        ...(living.length > 0 ? [await writeLiving(living, context)] : []),
        ...(deleted.length > 0 ? [await writeDeleted(deleted, context)] : []),
      ];
      return { error: results.flatMap(({ error }) => error) };
    };
  });
};

const allowUnknownFields = (storage: Storage): Storage => ({
  ...storage,
  createStorageInstance: (params) =>
    storage.createStorageInstance({ ...params, schema: withoutClosedObjects(params.schema) }),
});

const withoutClosedObjects = <T>(schema: T): T =>
  JSON.parse(JSON.stringify(schema), (key, part: unknown) =>
    key === 'additionalProperties' && part === false ? undefined : part,
  );

const onOpen = (storage: Storage, prepare: (instance: Instance) => void): Storage => ({
  ...storage,
  createStorageInstance: async (params) => {
    const instance = await storage.createStorageInstance(params);
    prepare(instance as unknown as Instance);
    return instance;
  },
});
