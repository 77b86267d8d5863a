import type { CollectionName } from '../entities/registry.ts';

export const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** What a person's device may write through sync. Everything else is the server's own. */
const clientWritable: readonly CollectionName[] = [
  'contacts',
  'leads',
  'conversations',
  'messages',
  'twins',
  'sources',
  'passages',
  'judgements',
];

/** The one place where a right to change a team's collection is decided. */
export const mayWrite = (role: Role, collection: CollectionName): boolean =>
  role !== 'viewer' && clientWritable.includes(collection);

/** Connecting channels and managing the team. */
export const mayAdminister = (role: Role): boolean => role === 'owner' || role === 'admin';
