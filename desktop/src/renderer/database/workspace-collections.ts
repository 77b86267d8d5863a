import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection, RxDatabase } from 'rxdb';
import type { LocalDocument } from './local-keys.ts';

/** The replicated collections of a workspace. */
export type WorkspaceCollections = { readonly [N in ReplicatedCollection]: RxCollection<LocalDocument<N>> };

/** The RxDB database of one workspace. */
export type WorkspaceDatabase = RxDatabase<WorkspaceCollections>;
