import { nothing, type RouteDefinition } from './route.ts';

export const demoRoutes = {
  removeDemo: {
    method: 'delete',
    path: '/api/v1/demo',
    summary: 'Remove the sample knowledge, contacts and conversations from the team',
    access: 'admin',
    status: 204,
    response: nothing,
  },
} as const satisfies Record<string, RouteDefinition>;
