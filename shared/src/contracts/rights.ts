import type { CollectionName } from '../entities/registry.ts';

export const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Operation = 'create' | 'change' | 'delete';

const sellers: readonly Role[] = ['owner', 'admin', 'manager', 'rep'];
const managers: readonly Role[] = ['owner', 'admin', 'manager'];
const administrators: readonly Role[] = ['owner', 'admin'];
const nobody: readonly Role[] = [];

/**
 * The one place where a right to change what a team has is decided; a viewer reads. What is nobody's, the server alone
 * does. Beyond the right to do it at all, the gateway's rules say what may be done to a single document.
 */
const table: { readonly [N in CollectionName | 'files']: { readonly [O in Operation]: readonly Role[] } } = {
  contacts: { create: sellers, change: sellers, delete: managers },
  leads: { create: sellers, change: sellers, delete: managers },
  conversations: { create: nobody, change: sellers, delete: nobody },
  messages: { create: sellers, change: nobody, delete: nobody },
  twins: { create: nobody, change: sellers, delete: managers },
  sources: { create: sellers, change: sellers, delete: sellers },
  passages: { create: sellers, change: sellers, delete: sellers },
  runs: { create: nobody, change: nobody, delete: nobody },
  settings: { create: administrators, change: administrators, delete: administrators },
  judgements: { create: sellers, change: sellers, delete: sellers },
  catalog: { create: managers, change: managers, delete: managers },
  work: { create: sellers, change: sellers, delete: nobody },
  // Originals never change, and the server removes them with their sources.
  files: { create: sellers, change: nobody, delete: nobody },
};

export const may = (role: Role, collection: CollectionName | 'files', operation: Operation): boolean =>
  table[collection][operation].includes(role);

/** Whether a device does this at all, whoever holds it. */
export const isForDevices = (collection: CollectionName, operation: Operation): boolean =>
  table[collection][operation].length > 0;

/** Connecting channels and managing the team. */
export const mayAdminister = (role: Role): boolean => administrators.includes(role);
