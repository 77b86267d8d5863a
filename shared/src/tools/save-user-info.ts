import { z } from 'zod';
import { languageSchema } from '../entities/declaring/fields.ts';
import { factGroups } from '../entities/twin.ts';
import { applyUserInfo, observeUserInfo } from '../leads/apply-user-info.ts';
import { nameLeadsAfter } from '../leads/name-leads.ts';
import { renewScores } from '../leads/renew-scores.ts';
import { suggestSamePerson } from '../leads/same-person.ts';
import { learnFacts } from '../twins/learn.ts';
import { defineTool } from './tool.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

const share = z.number().min(0).max(1);

const argumentsSchema = z.strictObject({
  name: text(200).optional().describe('The name the customer gave'),
  phone: text(40).optional(),
  email: text(254).optional(),
  company: text(200).optional(),
  sureness: z
    .strictObject({ name: share.optional(), company: share.optional() })
    .optional()
    .describe(
      '0 to 1: how plainly they said that the name and the company are their own; leave out what is not theirs',
    ),
  language: languageSchema.optional().describe('The language the customer wants to be answered in'),
  facts: z
    .array(
      z.strictObject({
        group: z.enum(factGroups),
        key: text(60).describe('Kind of fact: budget, eventDate, guests, need, ...'),
        value: text(1000).describe("In the customer's words"),
        confidence: share.optional(),
      }),
    )
    .max(30)
    .optional(),
});

/** Stores what the customer said about themselves in their twin and contact. */
export const saveUserInfo = defineTool({
  name: 'save_user_info',
  description: 'Remember what the customer said about themselves and what they want. Only what they said themselves.',
  effect: 'write',
  recordedEffects: ['data-saved'],
  renews: true,
  arguments: argumentsSchema,
  timeLimitMs: 10_000,
  execute: async (info, { documents, run: { conversation, message }, clock }) => {
    const cause = { messageId: message.id, conversationId: conversation.id, observedAt: message.createdAt };
    // The team removed this customer; nothing is stored about them until they write again.
    if (!(await documents.contacts.get(conversation.contactId))) return { saved: 0 };
    const observations = observeUserInfo(info, cause);
    const now = clock();
    const twin = await documents.twins.upsert(conversation.contactId, (current) =>
      learnFacts(current, observations, { id: conversation.contactId, now }),
    );
    const { name: profileName, handle } = message.author;
    const former = [profileName ?? '', handle ?? ''];
    const contact = await documents.contacts.update(conversation.contactId, (current) => {
      former.push(current.name);
      return applyUserInfo(current, { facts: twin.facts, profileName, now });
    });
    if (contact) await nameLeadsAfter(documents, contact, { former, now });
    if (info.phone || info.email) await suggestSamePerson(documents, conversation.contactId);
    await renewScores(documents, conversation.contactId, now);
    return { saved: observations.length };
  },
});
