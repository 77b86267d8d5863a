import type { z } from 'zod';
import { catalog } from './catalog-item.ts';
import { contacts } from './contact.ts';
import { conversations } from './conversation.ts';
import type { Entity } from './declaring/define-entity.ts';
import { leads } from './lead.ts';
import { messages } from './message.ts';
import { passages } from './passage.ts';
import { runs } from './run.ts';
import { settings } from './setting.ts';
import { sources } from './source.ts';
import { twins } from './twin.ts';
import { work } from './work.ts';

/** All collections of a team. A new one is a file and a line here. RxDB's free edition opens at most 12 replicated ones. */
export const entities = {
  contacts,
  leads,
  conversations,
  messages,
  twins,
  sources,
  passages,
  runs,
  settings,
  catalog,
  work,
};

export type Entities = typeof entities;
export type CollectionName = keyof Entities;
export type DocumentOf<N extends CollectionName> = z.infer<Entities[N]['schema']>;

export const collectionNames = Object.keys(entities) as CollectionName[];

/** The collections that every device replicates. */
export type ReplicatedCollection = {
  [N in CollectionName]: Entities[N]['replicated'] extends true ? N : never;
}[CollectionName];

export const isReplicated = (name: CollectionName): name is ReplicatedCollection => entities[name].replicated;

export const replicatedNames = collectionNames.filter(isReplicated);

/** The collections whose documents people edit, which therefore carry the bookkeeping for merging. */
export type EditedCollection = {
  [N in ReplicatedCollection]: 'edits' extends keyof DocumentOf<N> ? N : never;
}[ReplicatedCollection];

export const isEdited = (name: CollectionName): name is EditedCollection => {
  const { merge }: Entity = entities[name];
  return merge !== undefined;
};
