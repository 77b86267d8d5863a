export const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const;
export type Role = (typeof roles)[number];

export type Operation = 'create' | 'change' | 'delete';

/** Whose devices may create, change and delete an entity's documents. What is nobody's, the server alone does; everybody in the team reads. */
export type Rights = { readonly [O in Operation]: readonly Role[] };

export const sellers: readonly Role[] = ['owner', 'admin', 'manager', 'rep'];
export const managers: readonly Role[] = ['owner', 'admin', 'manager'];
export const administrators: readonly Role[] = ['owner', 'admin'];
export const nobody: readonly Role[] = [];
