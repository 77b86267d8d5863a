export const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Operation = 'create' | 'change' | 'delete';

/**
 * The roles whose devices may create, change, and delete documents. An operation without roles is reserved for the
 * server. Every member of the team may read.
 */
export type Rights = { readonly [O in Operation]: readonly Role[] };

/** Rights per kind of document, for collections that hold several kinds. */
export type Kinds = { readonly [kind: string]: { readonly rights: Rights } };

export const sellers: readonly Role[] = ['owner', 'admin', 'manager', 'rep'];
export const managers: readonly Role[] = ['owner', 'admin', 'manager'];
export const administrators: readonly Role[] = ['owner', 'admin'];
export const nobody: readonly Role[] = [];
