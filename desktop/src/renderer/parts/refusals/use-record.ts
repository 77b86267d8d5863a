import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { type SettingKind, settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { useAgentWords } from '../agents/use-agent-words.ts';
import { addressOf } from './record-address.ts';
import { kindIn, type StoredRecord, textAt } from './stored-record.ts';

const LONGEST_NAME = 80;

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
export const useRecord = (record: StoredRecord): RecordPlace => {
  const { collection, document } = record;
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
  const settingKind = kindIn(settingKinds, textAt(document, 'value/kind'));
  const settingName = textAt(document, 'value/name');
  const settingNames: Readonly<Record<SettingKind, string | undefined>> = {
    agent: settingName && agentName(settingName),
    answering: t('agents.handBack.title'),
    'reply-style': t('sync.setting.replyStyle'),
    channel: settingName,
    'follow-up-template': t('sync.setting.followUpTemplate'),
    team: settingName,
    member: settingName,
    judgement: textAt(document, 'value/query'),
  };
  const setting = collection === 'settings' && settingKind ? settingNames[settingKind] : undefined;
  const names = [contact?.name, action ?? setting ?? ownNameOf(document)];
  // A customer can have many tasks, so a task's own name comes first.
  const name = (collection === 'work' ? names.toReversed() : names).find(Boolean) ?? t('sync.record.unnamed');

  const workKind = kindIn(workKinds, textAt(document, 'kind'));
  const address = addressOf(record, contactId);
  const kinds: { readonly [N in ReplicatedCollection]?: string | undefined } = {
    work: workKind && wordFor('sync.work', workKind),
    settings: settingKind && wordFor('sync.setting', settingKind),
  };
  return {
    kind: kinds[collection] ?? t(`sync.record.${collection}`),
    name,
    ...(address && { open: () => void navigate(address) }),
  };
};

/** The document's own name, or the beginning of its text. */
const ownNameOf = (document: object): string => {
  const found = ['name', 'title', 'question', 'text', 'lastMessage/text', 'value/name'].map((field) =>
    textAt(document, field),
  );
  return cutText(found.find(Boolean) ?? '', LONGEST_NAME);
};
