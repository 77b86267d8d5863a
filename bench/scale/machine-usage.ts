import { cpus } from 'node:os';

/** The number of processor cores that this process may count on. */
export const cores = (): number => cpus().length;

/** The processor time in milliseconds that everything on this machine has used since it started. */
export const machineTime = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
