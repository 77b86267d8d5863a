import { createRoute } from '@tanstack/react-router';
import { lazyPart } from '../../base/load-part.ts';
import { rootRoute, searchText } from '../../base/root-route.ts';
import { readKnowledgeAddress } from './search/knowledge-address.ts';

const knowledge = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge',
  component: lazyPart(() => import('./knowledge-screen.tsx'), 'KnowledgeScreen'),
  validateSearch: readKnowledgeAddress,
});
const source = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/$sourceId',
  component: lazyPart(() => import('./source-screen.tsx'), 'SourceScreen'),
  validateSearch: (search: Record<string, unknown>): { readonly passage?: string } => {
    const passage = searchText(search.passage);
    return passage === undefined ? {} : { passage };
  },
});

export const knowledgeRoutes = [knowledge, source] as const;
