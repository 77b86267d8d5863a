import { z } from 'zod';
import { attachmentKinds, MAX_ATTACHMENTS } from '../entities/attachment.ts';
import { contactSchema } from '../entities/contact.ts';
import { conversationSchema } from '../entities/conversation.ts';
import { idSchema } from '../entities/declaring/fields.ts';
import { leadSchema } from '../entities/lead.ts';
import { messageSchema } from '../entities/message.ts';
import { messageTemplateSchema } from '../entities/template.ts';
import { twinSchema } from '../entities/twin.ts';
import { byId, pageOf, pageQuerySchema, type RouteDefinition } from './route.ts';

const clearable = (max: number, what: string) => z.string().trim().max(max).nullable().optional().describe(what);

/** Absent fields stay unchanged; null clears a field. */
const contactPatchSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  phone: clearable(40, 'In any notation; a number without a country code is Russian unless the contact writes English'),
  email: clearable(254, 'Stored in lower case'),
  company: clearable(200, 'Where they work'),
});

/** Everything that was removed with a customer; `conversations` are those that were open. Sending it back restores the customer. */
const removedCustomerSchema = z.strictObject({
  contact: contactSchema,
  leads: z.array(leadSchema).max(100),
  twin: twinSchema.optional(),
  conversations: z.array(idSchema).max(100),
});
export type RemovedCustomer = z.infer<typeof removedCustomerSchema>;

/** What the server removed. The receipt covers exactly this, so that nothing else can be restored with it. */
const removalSchema = removedCustomerSchema.extend({
  receipt: z.string().max(100).describe('Needed to take this removal back, with everything else unchanged'),
});

/** The team's customers, their leads, and their conversations. */
/** A file that was uploaded before with `POST /sync/v1/files`. */
const replyFileSchema = z.object({
  id: z.string().max(64),
  name: z.string().min(1).max(1000),
  kind: z.enum(attachmentKinds).optional().describe('An image is one by its bytes; the default is a file'),
});

export const customerRoutes = {
  listLeads: {
    method: 'get',
    path: '/api/v1/leads',
    summary: 'Leads, latest change first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(leadSchema),
  },
  getLead: {
    method: 'get',
    path: '/api/v1/leads/:id',
    summary: 'One lead',
    access: 'user',
    params: byId,
    status: 200,
    response: leadSchema,
  },
  getContact: {
    method: 'get',
    path: '/api/v1/contacts/:id',
    summary: 'One contact',
    access: 'user',
    params: byId,
    versioned: true,
    status: 200,
    response: contactSchema,
  },
  updateContact: {
    method: 'patch',
    path: '/api/v1/contacts/:id',
    summary: 'Change how a contact is called and reached; what is missing stays, and null clears',
    access: 'user',
    params: byId,
    body: contactPatchSchema,
    versioned: 'contact',
    status: 200,
    response: z.object({
      contact: contactSchema,
      namesake: idSchema.optional().describe('Another contact with the same phone or e-mail'),
    }),
  },
  deleteContact: {
    method: 'delete',
    path: '/api/v1/contacts/:id',
    summary: 'Remove a contact with its leads and all that is known of it, and close its conversations; messages stay',
    access: 'user',
    params: byId,
    versioned: true,
    status: 200,
    response: removalSchema,
  },
  restoreContact: {
    method: 'post',
    path: '/api/v1/contacts/:id/restore',
    summary: 'Take a removal back: the body is what the removal answered',
    access: 'user',
    params: byId,
    body: removalSchema,
    versioned: true,
    status: 200,
    response: contactSchema,
  },
  listConversations: {
    method: 'get',
    path: '/api/v1/conversations',
    summary: 'Conversations, latest message first',
    access: 'user',
    query: pageQuerySchema,
    status: 200,
    response: pageOf(conversationSchema),
  },
  listMessages: {
    method: 'get',
    path: '/api/v1/conversations/:id/messages',
    summary: 'Messages of a conversation in their order',
    access: 'user',
    params: byId,
    query: pageQuerySchema,
    status: 200,
    response: pageOf(messageSchema),
  },
  sendMessage: {
    method: 'post',
    path: '/api/v1/conversations/:id/messages',
    summary: "A person's reply; the agent falls silent",
    access: 'user',
    params: byId,
    body: z
      .object({
        text: z.string().trim().max(16_000).default(''),
        files: z.array(replyFileSchema).max(MAX_ATTACHMENTS).default([]),
        template: messageTemplateSchema
          .optional()
          .describe(
            "Instead of a text and files: one of the channel's templates, sent however long ago the customer wrote",
          ),
        id: idSchema.optional().describe('Made by the client; sending the same id again is a no-op'),
      })
      .refine(({ text, files, template }) => (text !== '' || files.length > 0) !== (template !== undefined), {
        path: ['text'],
        error: 'A text or a file, or a template alone',
      }),
    status: 201,
    response: messageSchema,
  },
  fetchFiles: {
    method: 'post',
    path: '/api/v1/messages/:id/files/fetch',
    summary: "Tries again to fetch a customer's files that the channel did not hand out",
    access: 'user',
    params: byId,
    status: 200,
    response: messageSchema,
  },
} as const satisfies Record<string, RouteDefinition>;
