import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RequestHandler } from 'express';

/**
 * Mounted after the handlers of an address: answers unsupported methods with 405 and the list of supported ones, and `OPTIONS` with 204.
 */
export const refuseOthers = (methods: readonly string[]): RequestHandler => {
  const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    response.set('Allow', allowed);
    if (request.method !== 'OPTIONS') throw wrongMethod(request.method, allowed);
    response.status(204).end();
  };
};

const wrongMethod = (method: string, allowed: string): Failure =>
  new Failure('request.method_not_allowed', `This address does not take ${method}.`, `It takes ${allowed}.`);
