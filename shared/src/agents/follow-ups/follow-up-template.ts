import { findChannelKind } from '../../channels/registry.ts';
import { hasWrittenSince } from '../../conversations/free-text-window.ts';
import { runIdOf } from '../../conversations/ids.ts';
import type { Contact } from '../../entities/contact.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import { followUpTemplateId } from '../../entities/setting-kinds/follow-up-template.ts';
import { fillTemplate, placeholdersOf } from '../../entities/template.ts';
import type { Work } from '../../entities/work.ts';
import { nurturing } from '../built-in/nurturing.ts';
import { newRun } from '../runs/journal.ts';
import type { RunDependencies } from '../runs/session.ts';
import type { ComposedReply } from '../steps/compose-reply.ts';
import { storeReply } from '../steps/write-reply.ts';

/** The kind of follow-up that the channel allows at this moment: free text, the team's template, or none. */
export type FollowUpWay =
  | { readonly kind: 'free-text' }
  | { readonly kind: 'template'; readonly reply: ComposedReply }
  | { readonly kind: 'closed' };

const freeText: FollowUpWay = { kind: 'free-text' };
export const closed: FollowUpWay = { kind: 'closed' };

/** Decides what may be sent. A conversation in which a person sends every reply gets no template. */
export const followUpWay = async (
  dependencies: RunDependencies,
  { id, channel, account, mode }: Conversation,
  contact: Contact | undefined,
): Promise<FollowUpWay> => {
  const { documents, clock, freeTextWindowOf = windowOfKind } = dependencies;
  const windowMs = freeTextWindowOf(channel);
  if (windowMs === undefined || (await hasWrittenSince(documents, id, clock() - windowMs))) return freeText;
  const template = (await documents.settings.get(followUpTemplateId({ channel, account })))?.followUpTemplate;
  if (!template || mode !== 'agent') return closed;
  const value = contact?.name.trim() ?? '';
  const parameters = placeholdersOf(template).map((name) => ({ name, value }));
  if (value === '' && parameters.length > 0) return closed;
  const { name, language } = template;
  const text = fillTemplate(template, parameters);
  return { kind: 'template', reply: { text, citations: [], template: { name, language, parameters } } };
};

const windowOfKind = (channel: string): number | undefined => findChannelKind(channel)?.capabilities.freeTextWindowMs;

/**
 * Writes the template as the follow-up's message without calling a model, and returns the run that records it. Idempotent. Undefined if the
 * unanswered message no longer exists.
 */
export const writeTemplate = async (
  { documents, clock }: RunDependencies,
  { id, followUp }: Pick<Work, 'id' | 'followUp'>,
  reply: ComposedReply,
): Promise<Run | undefined> => {
  const message: Message | undefined = followUp && (await documents.messages.get(followUp.messageId));
  if (!message) return undefined;
  const now = clock();
  const run = { ...newRun(message), id: runIdOf(id), followUpId: id, createdAt: now, updatedAt: now };
  const { document } = await documents.runs.insertOnce({ ...run, state: 'done', outcome: 'replied' });
  const written = await storeReply({ documents, message, clock }, { run: document, agent: nurturing.name, reply });
  if (written) return document;
  return documents.runs.update(document.id, (current) => ({ ...current, outcome: 'silent', updatedAt: clock() }));
};
