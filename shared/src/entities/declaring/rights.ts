export const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Operation = 'create' | 'change' | 'delete';

/** Whose devices may create, change and delete documents. What is nobody's, only the server does; everybody in the team reads. */
export type Rights = { readonly [O in Operation]: readonly Role[] };

/** The kinds of documents that one collection holds, each with rights of its own. */
export type Kinds = { readonly [kind: string]: { readonly rights: Rights } };

export const sellers: readonly Role[] = ['owner', 'admin', 'manager', 'rep'];
export const managers: readonly Role[] = ['owner', 'admin', 'manager'];
export const administrators: readonly Role[] = ['owner', 'admin'];
export const nobody: readonly Role[] = [];
