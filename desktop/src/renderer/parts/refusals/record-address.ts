import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { type SettingKind, settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { type WorkKind, workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import type { NavigateOptions } from '@tanstack/react-router';
import { kindIn, type StoredRecord, textAt } from './stored-record.ts';

type Address = NavigateOptions | undefined;

/** Where a record is shown; undefined if no screen shows it. `contactId` is that of its customer. */
export const addressOf = ({ collection, document }: StoredRecord, contactId: string | undefined): Address => {
  const addresses: Readonly<Record<ReplicatedCollection, () => Address>> = {
    contacts: () => contactAt(document.id),
    twins: () => contactAt(document.id),
    leads: () => contactAt(contactId),
    conversations: () => conversationAt(document.id),
    messages: () => conversationAt(textAt(document, 'conversationId'), document.id),
    sources: () => sourceAt(document.id),
    passages: () => sourceAt(textAt(document, 'sourceId') ?? '', document.id),
    work: () => workAt(document),
    settings: () => settingAt(document),
    catalog: () => undefined,
  };
  return addresses[collection]();
};

const contactAt = (id: string | undefined): Address =>
  id ? { to: '/contacts/$contactId', params: { contactId: id } } : undefined;

const conversationAt = (id: string | undefined, message?: string): Address => {
  if (!id) return undefined;
  const search = message === undefined ? {} : { message };
  return { to: '/inbox/$conversationId', params: { conversationId: id }, search };
};

const sourceAt = (id: string, passage?: string): Address => {
  const search = passage === undefined ? {} : { passage };
  return { to: '/knowledge/$sourceId', params: { sourceId: id }, search };
};

const workAt = (document: StoredRecord['document']): Address => {
  const kind = kindIn(workKinds, textAt(document, 'kind'));
  const conversation = conversationAt(textAt(document, 'conversationId'));
  const addresses: Readonly<Record<WorkKind, Address>> = {
    task: conversation,
    appointment: conversation,
    order: conversation,
    approval: { to: '/approvals/$approvalId', params: { approvalId: document.id } },
    suggestion: conversation,
    'follow-up': conversation,
  };
  return kind && addresses[kind];
};

const settings: Address = { to: '/settings' };

const settingAt = (document: StoredRecord['document']): Address => {
  const kind = kindIn(settingKinds, textAt(document, 'value/kind'));
  const name = textAt(document, 'value/name');
  const addresses: Readonly<Record<SettingKind, Address>> = {
    agent: name ? { to: '/agents/$agentName', params: { agentName: name } } : undefined,
    answering: { to: '/agents' },
    'reply-style': { to: '/agents/wording' },
    channel: settings,
    'follow-up-template': settings,
    team: settings,
    member: settings,
    judgement: { to: '/knowledge/lab', search: { q: textAt(document, 'value/query') ?? '' } },
  };
  return kind ? addresses[kind] : settings;
};
