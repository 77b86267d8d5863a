import { useTranslation } from 'react-i18next';
import { useDocuments } from '../../../workspace/live/use-documents.ts';

/** The customers' names by conversation id; undefined until they are read. */
export const useCustomerNames = (conversationIds: readonly string[]): ((id: string) => string) | undefined => {
  const { t } = useTranslation();
  const conversations = useDocuments('conversations', conversationIds);
  const contacts = useDocuments(
    'contacts',
    [...(conversations?.values() ?? [])].map(({ contactId }) => contactId),
  );
  if (conversationIds.length > 0 && (!conversations || (conversations.size > 0 && !contacts))) return undefined;
  return (id) => contacts?.get(conversations?.get(id)?.contactId ?? '')?.name || t('contacts.unnamed');
};
