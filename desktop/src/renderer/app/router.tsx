import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { lazyPart } from '../base/load-part.ts';
import { isRunFilter, type RunFilter } from '../features/agents/monitor/run-filters.ts';
import { readApprovalsAddress } from '../features/approvals/approvals-address.ts';
import { ChooseConversation } from '../features/inbox/choose-conversation.tsx';
import { ConversationScreen } from '../features/inbox/conversation-screen.tsx';
import { InboxScreen } from '../features/inbox/inbox-screen.tsx';
import { readKnowledgeAddress } from '../features/knowledge/search/knowledge-address.ts';
import { readLabAddress } from '../features/search-lab/lab-address.ts';
import { type InboxFilter, isInboxFilter } from '../parts/conversation/filters.ts';
import { NotFoundScreen } from './shell/not-found-screen.tsx';
import { Shell } from './shell/shell.tsx';

/** `message`: the one to jump to. */
type InboxSearch = { readonly filter?: InboxFilter; readonly message?: string };

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundScreen });

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox' });
  },
});

const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: InboxScreen,
  validateSearch: (search: Record<string, unknown>): InboxSearch => {
    const filter = text(search.filter);
    const message = text(search.message);
    return {
      ...(filter !== undefined && isInboxFilter(filter) ? { filter } : {}),
      ...(message === undefined ? {} : { message }),
    };
  },
});
const chooseRoute = createRoute({ getParentRoute: () => inboxRoute, path: '/', component: ChooseConversation });
const conversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$conversationId',
  component: ConversationScreen,
});

const approvalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/approvals',
  component: lazyPart(() => import('../features/approvals/approvals-screen.tsx'), 'ApprovalsScreen'),
  validateSearch: readApprovalsAddress,
});
/** The screen above shows the one that is named. */
const approvalRoute = createRoute({ getParentRoute: () => approvalsRoute, path: '$approvalId' });

const leadsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/leads',
  component: lazyPart(() => import('../features/leads/leads-screen.tsx'), 'LeadsScreen'),
});
const contactRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$contactId',
  component: lazyPart(() => import('../features/contacts/contact-screen.tsx'), 'ContactScreen'),
});

const knowledgeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge',
  component: lazyPart(() => import('../features/knowledge/knowledge-screen.tsx'), 'KnowledgeScreen'),
  validateSearch: readKnowledgeAddress,
});
const labRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/lab',
  component: lazyPart(() => import('../features/search-lab/search-lab-screen.tsx'), 'SearchLabScreen'),
  validateSearch: readLabAddress,
});
const sourceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/$sourceId',
  component: lazyPart(() => import('../features/knowledge/source-screen.tsx'), 'SourceScreen'),
  validateSearch: (search: Record<string, unknown>): { readonly passage?: string } => {
    const passage = text(search.passage);
    return passage === undefined ? {} : { passage };
  },
});

const agentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents',
  component: lazyPart(() => import('../features/agents/agents-screen.tsx'), 'AgentsScreen'),
});
const agentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentName',
  component: lazyPart(() => import('../features/agents/editor/agent-screen.tsx'), 'AgentScreen'),
  validateSearch: (search: Record<string, unknown>): { readonly run?: string } => {
    const run = text(search.run);
    return run === undefined ? {} : { run };
  },
});
const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs',
  component: lazyPart(() => import('../features/agents/monitor/monitor-screen.tsx'), 'MonitorScreen'),
  validateSearch: ({ state }: Record<string, unknown>): { readonly state?: RunFilter } =>
    isRunFilter(state) ? { state } : {},
});
const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs/$runId',
  component: lazyPart(() => import('../features/agents/trace/trace-screen.tsx'), 'TraceScreen'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyPart(() => import('../features/settings/settings-screen.tsx'), 'SettingsScreen'),
});
const attentionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/attention',
  component: lazyPart(() => import('../features/sync/attention-screen.tsx'), 'AttentionScreen'),
});

/** The inbox comes with the workspace; every other screen is loaded when it is opened, or when the page is idle. */
export const router = createRouter({
  history: createHashHistory(),
  routeTree: rootRoute.addChildren([
    indexRoute,
    inboxRoute.addChildren([chooseRoute, conversationRoute]),
    approvalsRoute.addChildren([approvalRoute]),
    leadsRoute,
    contactRoute,
    knowledgeRoute,
    labRoute,
    sourceRoute,
    agentsRoute,
    agentRoute,
    monitorRoute,
    traceRoute,
    settingsRoute,
    attentionRoute,
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
