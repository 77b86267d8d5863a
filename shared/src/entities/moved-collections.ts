import type { ReplicatedCollection } from './registry.ts';
import type { SettingKind } from './setting-kinds/registry.ts';

type Raw = Readonly<Record<string, unknown>>;

type Moved = {
  /** The collection that holds the documents now, under their former ids. */
  readonly into: ReplicatedCollection;
  /** Applied to every state of a document: living, deleted, and the one that a change was based on. */
  readonly convert: <T extends Raw>(document: T) => T;
};

/** Every field keeps its path, so that stamps and conflicts keep their meaning. A deleted document may have only an id. */
export const toSetting = <T extends Raw>(judgement: T): T => {
  const { query, language, ...fields } = judgement as Raw;
  const kind: SettingKind = 'judgement';
  // The same document in a different form.
  return (query === undefined ? judgement : { ...fields, value: { kind, query, language } }) as T;
};

/** Collections of former versions whose documents are now in another collection. */
const movedCollections: Readonly<Record<string, Moved>> = { judgements: { into: 'settings', convert: toSetting } };

export const movedNames = Object.keys(movedCollections);

export const movedFrom = (name: string): Moved | undefined =>
  Object.hasOwn(movedCollections, name) ? movedCollections[name] : undefined;
