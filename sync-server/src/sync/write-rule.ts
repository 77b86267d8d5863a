import type { RefusalRule } from '@inbetwin/shared/contracts/sync.ts';
import type { DocumentOf, ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import type { Caller } from '../accounts/access-token.ts';

/** What a rule may ask: who writes, and what the caller's team has. */
export type WriteContext = {
  readonly caller: Caller;
  exists(collection: ReplicatedCollection, id: string): Promise<boolean>;
  /** What lives, as it is stored. */
  read(collection: ReplicatedCollection, ids: readonly string[]): Promise<readonly JsonObject[]>;
};

/** Why a change is refused; `field` is a path of names. */
export type Objection = { readonly rule: RefusalRule; readonly reason: string; readonly field?: string };

/** What a person's device may do to one document, beyond the right to do it at all. What answers objects. */
export type WriteRule<T> = {
  readonly create?: (document: T, context: WriteContext) => Promise<Objection | undefined>;
  /** An edit brings back, as it was, a document that was deleted meanwhile; elsewhere it is judged like a new one. */
  readonly revive?: (document: T, context: WriteContext) => Objection | undefined;
  /** Fields that no device changes once the document exists. */
  readonly fixed: readonly (keyof T & string)[];
  readonly change?: (next: T, present: T, context: WriteContext) => Objection | undefined;
  readonly remove?: (present: T) => Objection | undefined;
  /** What is stored: a device's word does not count for fields that the server fills. `now` rises strictly. */
  readonly settle?: (next: T, present: T | undefined, now: number) => T;
};

export type RuleOf<N extends ReplicatedCollection> = WriteRule<DocumentOf<N>>;
export type Create<N extends ReplicatedCollection> = NonNullable<RuleOf<N>['create']>;

export const object = (rule: RefusalRule, reason: string, field?: string): Objection =>
  field === undefined ? { rule, reason } : { rule, reason, field };

export const noSample = (demo: boolean | undefined): Objection | undefined =>
  demo ? object('document.sample', 'Only the server makes samples.', 'demo') : undefined;

export const isFixed = (field: string): Objection =>
  object('document.field_fixed', `The field ${field} may not be changed.`, field);

export const noConversation = 'There is no such conversation.';
