import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { Router } from 'express';

/**
 * Answers unsupported methods before the router's routes: 405 with the methods that the path supports, and 204 for `OPTIONS`. The first
 * path that matches a request decides, so `/files/_changes`, declared before `/files/:id`, refuses what only the latter supports. Must be
 * called after all routes are declared; routers mounted with `use` are not included.
 */
export const refuseOtherMethods = (router: Router): Router => {
  const addresses = Router();
  for (const [path, methods] of methodsByPath(router)) {
    const allowed = [...methods, 'OPTIONS'].join(', ');
    addresses.all(path, (request, response, next) => {
      if (methods.has(request.method)) return next('router');
      response.set('Allow', allowed);
      if (request.method !== 'OPTIONS') throw wrongMethod(request.method, allowed);
      response.status(204).end();
    });
  }
  return Router().use(addresses, router);
};

/** In the order in which the paths are declared. */
const methodsByPath = ({ stack }: Router): ReadonlyMap<string, ReadonlySet<string>> => {
  const routes = stack.flatMap(({ route }) => route ?? []);
  const methodsOf = ({ path }: { readonly path: string }): ReadonlySet<string> => {
    const declared = routes.filter((route) => route.path === path).flatMap((route) => route.stack);
    const methods = declared.map(({ method }) => method.toUpperCase());
    return new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);
  };
  return new Map(routes.map((route) => [route.path, methodsOf(route)]));
};

const wrongMethod = (method: string, allowed: string): Failure =>
  new Failure('request.method_not_allowed', `This address does not take ${method}.`, `It takes ${allowed}.`);
