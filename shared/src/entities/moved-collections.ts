import type { ReplicatedCollection } from './registry.ts';
import type { SettingKind } from './setting-kinds/registry.ts';

type Raw = Readonly<Record<string, unknown>>;

type Moved = {
  /** The collection that holds the documents now, under the ids that they had. */
  readonly into: ReplicatedCollection;
  /** True of every state of a document: living, deleted, and the one that a change was based on. */
  readonly convert: <T extends Raw>(document: T) => T;
};

/** Every field keeps its path, and so every stamp and conflict its meaning. A deleted document may have its id alone. */
export const toSetting = <T extends Raw>(judgement: T): T => {
  const { query, language, ...fields } = judgement as Raw;
  const kind: SettingKind = 'judgement';
  // It is the same document in another form.
  return (query === undefined ? judgement : { ...fields, value: { kind, query, language } }) as T;
};

/** Collections of former versions whose documents another collection holds now. */
const movedCollections: Readonly<Record<string, Moved>> = { judgements: { into: 'settings', convert: toSetting } };

export const movedNames = Object.keys(movedCollections);

export const movedFrom = (name: string): Moved | undefined =>
  Object.hasOwn(movedCollections, name) ? movedCollections[name] : undefined;
