import { namesOfKinds } from '@inbetwin/shared/entities/declaring/kinds.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { type SettingKind, settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { type WorkKind, workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { useAgentWords } from '../agents/use-agent-words.ts';

const LONGEST_NAME = 80;

/** Opens the screen that shows a record; absent if there is none. */
type Way = (() => void) | '' | undefined;

type Stored = { readonly collection: ReplicatedCollection; readonly document: { readonly id: string } };

/** How people know a record, and how to open it. */
export type RecordPlace = {
  /** The kind of record. */
  readonly kind: string;
  /** Its display name, never its id. */
  readonly name: string;
  /** Opens the screen that shows the record; absent if there is none. */
  readonly open?: () => void;
};

/** The display name of a stored document and the way to open it. */
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
  const settingKind = nameOf(settingKinds, textAt(document, 'value/kind'));
  const settingName = textAt(document, 'value/name');
  const settingNames: Readonly<Record<SettingKind, string | undefined>> = {
    agent: settingName && agentName(settingName),
    answering: t('agents.handBack.title'),
    channel: settingName,
    'follow-up-template': t('sync.setting.followUpTemplate'),
    team: settingName,
    judgement: textAt(document, 'value/query'),
  };
  const setting = collection === 'settings' && settingKind ? settingNames[settingKind] : undefined;
  const names = [contact?.name, action ?? setting ?? ownNameOf(document)];
  // A customer can have many tasks, so a task's own name comes first.
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
  const conversationOfRecord = toConversation(textAt(document, 'conversationId'));
  const toSettings = () => void navigate({ to: '/settings' });
  const workKind = nameOf(workKinds, textAt(document, 'kind'));
  const workWays: Readonly<Record<WorkKind, Way>> = {
    task: conversationOfRecord,
    appointment: conversationOfRecord,
    order: conversationOfRecord,
    approval: () => void navigate({ to: '/approvals/$approvalId', params: { approvalId: document.id } }),
    suggestion: conversationOfRecord,
    'follow-up': conversationOfRecord,
  };
  const settingWays: Readonly<Record<SettingKind, Way>> = {
    agent: settingName && (() => void navigate({ to: '/agents/$agentName', params: { agentName: settingName } })),
    answering: () => void navigate({ to: '/agents' }),
    channel: toSettings,
    'follow-up-template': toSettings,
    team: toSettings,
    judgement: () => void navigate({ to: '/knowledge/lab', search: { q: textAt(document, 'value/query') ?? '' } }),
  };
  const ways: Readonly<Record<ReplicatedCollection, Way>> = {
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
    work: workKind && workWays[workKind],
    settings: settingKind ? settingWays[settingKind] : toSettings,
    catalog: undefined,
  };
  const open = ways[collection];
  const kinds: { readonly [N in ReplicatedCollection]?: string | undefined } = {
    work: workKind && wordFor('sync.work', workKind),
    settings: settingKind && wordFor('sync.setting', settingKind),
  };
  return { kind: kinds[collection] ?? t(`sync.record.${collection}`), name, ...(open ? { open } : {}) };
};

/** The kind that a document states, if this version knows it. */
const nameOf = <K extends string>(kinds: { readonly [N in K]: unknown }, name: string | undefined): K | undefined =>
  namesOfKinds(kinds).find((known) => known === name);

/** The document's own name, or the beginning of its text. */
const ownNameOf = (document: object): string => {
  const found = ['name', 'title', 'question', 'text', 'lastMessage/text', 'value/name'].map((field) =>
    textAt(document, field),
  );
  return cutText(found.find(Boolean) ?? '', LONGEST_NAME);
};

const textAt = (document: object, field: string): string | undefined => {
  const value = valueAt(document, `/${field}`);
  return typeof value === 'string' ? value : undefined;
};
