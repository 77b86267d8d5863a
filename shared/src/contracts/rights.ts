import {
  administrators,
  nobody,
  type Operation,
  type Rights,
  type Role,
  sellers,
} from '../entities/declaring/rights.ts';
import { type CollectionName, entities } from '../entities/registry.ts';

/** Originals never change, and the server removes them with their sources. */
const files: Rights = { create: sellers, change: nobody, delete: nobody };

const rightsOf = (collection: CollectionName | 'files'): Rights =>
  collection === 'files' ? files : entities[collection].rights;

/** The one place where a right to change what a team has is asked about; each entity declares its own. */
export const may = (role: Role, collection: CollectionName | 'files', operation: Operation): boolean =>
  rightsOf(collection)[operation].includes(role);

/** Whether a device does this at all, whoever holds it. */
export const isForDevices = (collection: CollectionName, operation: Operation): boolean =>
  rightsOf(collection)[operation].length > 0;

/** Connecting channels and managing the team. */
export const mayAdminister = (role: Role): boolean => administrators.includes(role);
