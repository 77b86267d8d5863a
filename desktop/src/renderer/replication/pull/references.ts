import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type PullPhase, pullPhases, type Reference } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { eachWritten } from '../../database/marks/written-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { CollectionPull } from './pull-collection.ts';

/** Downloads the documents that others refer to, for collections of which this device holds only a part. */
export type References = {
  /** Downloads what these documents refer to. */
  follow(name: ReplicatedCollection, documents: readonly SyncDocument[]): Promise<void>;
  /** Downloads what the documents on this device refer to, as soon as both collections have been received up to a phase. */
  followUpTo(phase: PullPhase): Promise<void>;
};

/** Documents that are looked at at once; the page stays responsive in between. */
const SLICE = 200;

export const createReferences = (
  { collections }: Pick<Workspace, 'collections'>,
  pulls: ReadonlyMap<ReplicatedCollection, Pick<CollectionPull, 'fetch' | 'leftOut'>>,
): References => {
  const isPartial = ({ collection }: Reference): boolean =>
    pulls.get(collection as ReplicatedCollection)?.leftOut() !== undefined;

  const followAll = async (references: readonly Reference[], documents: readonly SyncDocument[]): Promise<void> => {
    for (const { field, collection } of references) {
      const ids = documents.flatMap((document) => idIn(document, field));
      if (ids.length > 0) await pulls.get(collection as ReplicatedCollection)?.fetch(ids);
    }
  };

  return {
    follow: (name, documents) => followAll(entities[name].references.filter(isPartial), documents),
    followUpTo: async (phase) => {
      for (const name of pulls.keys()) {
        const references = entities[name].references.filter(
          (reference) => isPartial(reference) && laterPhase(name, reference) === phase,
        );
        if (references.length === 0) continue;
        const collection = collections[name] as unknown as RxCollection<SyncDocument>;
        for await (const documents of eachWritten(collection, 0, SLICE)) await followAll(references, documents);
      }
    },
  };
};

/** Of a deleted document nothing is needed. */
const idIn = (document: SyncDocument, field: string): readonly string[] => {
  const id = document[field];
  return typeof id === 'string' && !document._deleted ? [id] : [];
};

const laterPhase = (name: ReplicatedCollection, { collection }: Reference): PullPhase => {
  const phases = [name, collection as ReplicatedCollection].map((one) => entities[one].firstPull);
  return pullPhases.findLast((phase) => phases.includes(phase)) ?? 'last';
};
