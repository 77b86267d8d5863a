/** Work that must be done for a team by one process at a time: running its agents, or holding its connections to platforms. */
export const duties = ['worker', 'channels'] as const;
export type Duty = (typeof duties)[number];

/** What a process may be started as. Only `api` and `all` answer HTTP requests other than those about the process's health. */
export const roles = ['all', 'api', ...duties] as const;
export type Role = (typeof roles)[number];

/** The duties that a process with this role shares with the others. */
export const dutiesOf = (role: Role): readonly Duty[] => {
  if (role === 'all') return duties;
  return role === 'api' ? [] : [role];
};

/** Whether a process with this role answers people and platforms. */
export const answersRequests = (role: Role): boolean => role === 'all' || role === 'api';
