import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { AgentScreen } from '../features/agents/agent-screen.tsx';
import { AgentsScreen } from '../features/agents/agents-screen.tsx';
import { readApprovalsAddress } from '../features/approvals/approvals-address.ts';
import { ApprovalsScreen } from '../features/approvals/approvals-screen.tsx';
import { ContactScreen } from '../features/contacts/contact-screen.tsx';
import { ChooseConversation } from '../features/inbox/choose-conversation.tsx';
import { ConversationScreen } from '../features/inbox/conversation-screen.tsx';
import { type InboxFilter, isInboxFilter } from '../features/inbox/filters.ts';
import { InboxScreen } from '../features/inbox/inbox-screen.tsx';
import { readKnowledgeAddress } from '../features/knowledge/knowledge-address.ts';
import { KnowledgeScreen } from '../features/knowledge/knowledge-screen.tsx';
import { SourceScreen } from '../features/knowledge/source-screen.tsx';
import { LeadsScreen } from '../features/leads/leads-screen.tsx';
import { MonitorScreen } from '../features/runs/monitor-screen.tsx';
import { isRunFilter, type RunFilter } from '../features/runs/run-filters.ts';
import { TraceScreen } from '../features/runs/trace-screen.tsx';
import { readLabAddress } from '../features/search-lab/lab-address.ts';
import { SearchLabScreen } from '../features/search-lab/search-lab-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { AttentionScreen } from '../features/sync/attention-screen.tsx';
import { NotFoundScreen } from './not-found-screen.tsx';
import { Shell } from './shell.tsx';

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
  component: ApprovalsScreen,
  validateSearch: readApprovalsAddress,
});
/** The screen above shows the one that is named. */
const approvalRoute = createRoute({ getParentRoute: () => approvalsRoute, path: '$approvalId' });

const leadsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/leads', component: LeadsScreen });
const contactRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts/$contactId',
  component: ContactScreen,
});

const knowledgeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge',
  component: KnowledgeScreen,
  validateSearch: readKnowledgeAddress,
});
const labRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/lab',
  component: SearchLabScreen,
  validateSearch: readLabAddress,
});
const sourceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/knowledge/$sourceId',
  component: SourceScreen,
  validateSearch: (search: Record<string, unknown>): { readonly passage?: string } => {
    const passage = text(search.passage);
    return passage === undefined ? {} : { passage };
  },
});

const agentsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/agents', component: AgentsScreen });
const agentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentName',
  component: AgentScreen,
  validateSearch: (search: Record<string, unknown>): { readonly run?: string } => {
    const run = text(search.run);
    return run === undefined ? {} : { run };
  },
});
const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs',
  component: MonitorScreen,
  validateSearch: ({ state }: Record<string, unknown>): { readonly state?: RunFilter } =>
    isRunFilter(state) ? { state } : {},
});
const traceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/runs/$runId',
  component: TraceScreen,
});

const settingsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/settings', component: SettingsScreen });
const attentionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/attention',
  component: AttentionScreen,
});

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
