import type { Entity } from '../entities/declaring/define-entity.ts';
import {
  administrators,
  type Kinds,
  nobody,
  type Operation,
  type Rights,
  type Role,
  sellers,
} from '../entities/declaring/rights.ts';
import { type CollectionName, type Entities, entities } from '../entities/registry.ts';

/** Originals never change, and the server deletes them with their sources. */
const files: Rights = { create: sellers, change: nobody, delete: nobody };

/** For documents that no device may write, such as those of an unknown kind. */
const noRights: Rights = { create: nobody, change: nobody, delete: nobody };

type WithKinds = {
  [N in CollectionName]: Entities[N] extends { readonly kinds: Kinds } ? N : never;
}[CollectionName];

/** The subject of a right: a collection, or one kind of its documents, such as `settings/agent`. */
export type Subject =
  | 'files'
  | Exclude<CollectionName, WithKinds>
  | { [N in WithKinds]: `${N}/${keyof Entities[N]['kinds'] & string}` }[WithKinds];

const rightsIn = (name: CollectionName, kindIn: (entity: Extract<Entity, { kinds: Kinds }>) => string | undefined) => {
  const entity: Entity = entities[name];
  if (entity.rights) return entity.rights;
  const kind = kindIn(entity) ?? '';
  return (Object.hasOwn(entity.kinds, kind) && entity.kinds[kind]?.rights) || noRights;
};

const rightsOf = (subject: Subject): Rights => {
  if (subject === 'files') return files;
  const [name, kind] = subject.split('/');
  return rightsIn(name as CollectionName, () => kind);
};

/** What a role may do to one document, whatever its state. */
export const rightsTo = (name: CollectionName, document: { readonly id: string }): Rights =>
  rightsIn(name, ({ kindOf }) => kindOf(document));

/** The only place that checks rights to change a team's data; each entity, or kind of document, declares its own. */
export const may = (role: Role, subject: Subject, operation: Operation): boolean =>
  rightsOf(subject)[operation].includes(role);

/** Whether somebody may change a member's place in the team: owners may everything, administrators whatever concerns no owner. */
export const mayChangeMember = (
  actor: Role,
  { from, to = from }: { readonly from: Role; readonly to?: Role },
): boolean => actor === 'owner' || (mayAdminister(actor) && from !== 'owner' && to !== 'owner');

/** Connecting channels and managing the team. */
export const mayAdminister = (role: Role): boolean => administrators.includes(role);
