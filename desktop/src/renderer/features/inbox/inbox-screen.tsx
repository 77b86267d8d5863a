import { Outlet, useParams } from '@tanstack/react-router';
import { useOnePane } from '../../base/use-media.ts';
import { ConversationList } from './conversation-list.tsx';

/** The list and the conversation side by side, or one of them on a narrow screen. */
export const InboxScreen = () => {
  const { conversationId } = useParams({ strict: false });
  const onePane = useOnePane();
  const showsList = !onePane || conversationId === undefined;
  const showsConversation = !onePane || conversationId !== undefined;
  return (
    <div className="flex h-full">
      {showsList && (
        <div className="flex h-full w-[clamp(320px,26vw,380px)] shrink-0 flex-col border-r border-line max-panes:w-full max-panes:border-0">
          <ConversationList selectedId={conversationId} />
        </div>
      )}
      {showsConversation && (
        <div className="h-full min-w-0 flex-1">
          <Outlet />
        </div>
      )}
    </div>
  );
};
