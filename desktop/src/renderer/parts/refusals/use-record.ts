import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ANSWERING } from '../agents/agent-setting.ts';
import { useAgentWords } from '../agents/use-agent-words.ts';

const LONGEST_NAME = 80;

type Stored = { readonly collection: ReplicatedCollection; readonly document: { readonly id: string } };

export type RecordPlace = {
  /** What kind of thing it is. */
  readonly kind: string;
  /** What people call it, never its id. */
  readonly name: string;
  /** Opens the record where it is shown; absent for what has no place of its own. */
  readonly open?: () => void;
};

/** A stored document as people know it: its name, and the way to it. */
export const useRecord = ({ collection, document }: Stored): RecordPlace => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const conversation = useDocument(
    'conversations',
    collection === 'messages' ? textAt(document, 'conversationId') : undefined,
  );
  const contactId = collection === 'twins' ? document.id : (textAt(document, 'contactId') ?? conversation?.contactId);
  const contact = useDocument('contacts', contactId);
  const { agentName } = useAgentWords();
  const action = wordFor('agents.tool', textAt(document, 'approval/tool') ?? '');
  const agent = textAt(document, 'value/kind') === 'agent' ? textAt(document, 'value/name') : undefined;
  const setting = agent === undefined ? undefined : agentName(agent);
  const answering = document.id === ANSWERING ? t('agents.handBack.title') : undefined;
  const names = [contact?.name, action ?? setting ?? answering ?? ownNameOf(document)];
  // One customer has many things to be done.
  const name = (collection === 'work' ? names.toReversed() : names).find(Boolean) ?? t('sync.record.unnamed');

  const toContact = (id: string | undefined) =>
    id && (() => void navigate({ to: '/contacts/$contactId', params: { contactId: id } }));
  const toConversation = (id: string | undefined, message?: string) =>
    id &&
    (() =>
      void navigate({
        to: '/inbox/$conversationId',
        params: { conversationId: id },
        search: message === undefined ? {} : { message },
      }));
  const ways: Readonly<Partial<Record<ReplicatedCollection, (() => void) | '' | undefined>>> = {
    contacts: toContact(document.id),
    twins: toContact(document.id),
    leads: toContact(contactId),
    conversations: toConversation(document.id),
    messages: toConversation(textAt(document, 'conversationId'), document.id),
    sources: () => void navigate({ to: '/knowledge/$sourceId', params: { sourceId: document.id } }),
    passages: () =>
      void navigate({
        to: '/knowledge/$sourceId',
        params: { sourceId: textAt(document, 'sourceId') ?? '' },
        search: { passage: document.id },
      }),
    work:
      textAt(document, 'kind') === 'approval'
        ? () => void navigate({ to: '/approvals/$approvalId', params: { approvalId: document.id } })
        : toConversation(textAt(document, 'conversationId')),
    judgements: () => void navigate({ to: '/knowledge/lab', search: { q: textAt(document, 'query') ?? '' } }),
    settings: () => {
      if (agent !== undefined) void navigate({ to: '/agents/$agentName', params: { agentName: agent } });
      else void navigate({ to: document.id === ANSWERING ? '/agents' : '/settings' });
    },
  };
  const open = ways[collection];
  return { kind: t(`sync.record.${collection}`), name, ...(open ? { open } : {}) };
};

/** Its name, or how it begins. */
const ownNameOf = (document: object): string => {
  const found = ['name', 'title', 'query', 'question', 'text', 'lastMessage/text', 'value/name'].map((field) =>
    textAt(document, field),
  );
  return cutText(found.find(Boolean) ?? '', LONGEST_NAME);
};

const textAt = (document: object, field: string): string | undefined => {
  const value = valueAt(document, `/${field}`);
  return typeof value === 'string' ? value : undefined;
};
