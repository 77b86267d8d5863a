import { createRoute } from '@tanstack/react-router';
import { rootRoute, searchText } from '../../base/root-route.ts';
import { type InboxFilter, isInboxFilter } from '../../parts/conversation/filters.ts';
import { ChooseConversation } from './choose-conversation.tsx';
import { ConversationScreen } from './conversation-screen.tsx';
import { InboxScreen } from './inbox-screen.tsx';

/** `message` is the message to jump to. */
type InboxAddress = { readonly filter?: InboxFilter; readonly message?: string };

const readAddress = (search: Record<string, unknown>): InboxAddress => {
  const filter = searchText(search.filter);
  const message = searchText(search.message);
  return {
    ...(filter !== undefined && isInboxFilter(filter) && { filter }),
    ...(message !== undefined && { message }),
  };
};

/** The inbox is part of the workspace's chunk, so that the first screen does not wait for another download. */
const inbox = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: InboxScreen,
  validateSearch: readAddress,
});
const choose = createRoute({ getParentRoute: () => inbox, path: '/', component: ChooseConversation });
const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$conversationId',
  component: ConversationScreen,
});

export const inboxRoutes = [inbox.addChildren([choose, conversation])] as const;
