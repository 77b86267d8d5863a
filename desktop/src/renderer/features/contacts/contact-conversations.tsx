import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { ConversationRow } from '../../parts/conversation/conversation-row.tsx';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { useChannelWords } from '../../ui/channel-words.ts';
import { Section } from '../../ui/layout/section.tsx';
import { useLive } from '../../workspace/live/use-live.ts';

/** Every conversation with this customer, in all channels, newest first. */
export const ContactConversations = ({ contactId }: { readonly contactId: string }) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const now = useNow();
  const { nameOf: channelName } = useChannelWords();
  const conversations = useLive(
    ({ collections }) => collections.conversations.find({ selector: { contactId }, sort: [{ recency: 'asc' }] }),
    [contactId],
  );
  return (
    <Section title={t('contacts.conversations')}>
      {conversations?.length === 0 && <p className="text-muted">{emptyWords(t('contacts.noConversations'))}</p>}
      <ul className="-mx-4">
        {conversations?.map((conversation) => (
          <li key={conversation.id} className="h-14 overflow-hidden border-b border-line last:border-0">
            <ConversationRow
              conversation={conversation}
              name={channelName(conversation.channel)}
              now={now}
              filter={conversation.status === 'closed' ? 'closed' : 'all'}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
};
