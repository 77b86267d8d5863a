import { waitsForReply } from '@inbetwin/shared/conversations/answering.ts';
import { type Conversation, conversationModes, conversations } from '@inbetwin/shared/entities/conversation.ts';
import fc from 'fast-check';
import { getQueryMatcher, normalizeMangoQuery, type RxDocumentData } from 'rxdb';
import { describe, expect, it } from 'vitest';
import { type LocalDocument, putLocalKeys } from '../../database/local-keys.ts';
import { rxSchemaOf } from '../../database/opening/rx-schema.ts';
import { type inboxFilters, isMine, selectorOf } from './filters.ts';

type Stored = LocalDocument<'conversations'>;

const schema = rxSchemaOf<RxDocumentData<Stored>>(conversations);

/** Whether the local database would answer the conversation for the filter. */
const isFound = (conversation: Conversation, filter: (typeof inboxFilters)[number]): boolean => {
  const stored: RxDocumentData<Stored> = {
    ...conversation,
    _deleted: false,
    _attachments: {},
    _meta: { lwt: 1 },
    _rev: '1-a',
  };
  putLocalKeys('conversations', stored);
  return getQueryMatcher(schema, normalizeMangoQuery(schema, { selector: selectorOf(filter, 'me') }))(stored);
};

const conversation: fc.Arbitrary<Conversation> = fc
  .record({
    mode: fc.constantFrom(...conversationModes),
    status: fc.constantFrom('open' as const, 'closed' as const),
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    isHandedOver: fc.boolean(),
    assigneeId: fc.constantFrom(undefined, 'me', 'colleague'),
  })
  .map(({ mode, status, direction, isHandedOver, assigneeId }) => ({
    id: 'telegram:7:1',
    channel: 'telegram',
    account: '7',
    chatId: '1',
    contactId: 'contact:telegram:7:1',
    leadId: 'lead:telegram:7:1',
    language: 'ru',
    mode,
    status,
    lastMessage: { id: 'telegram:7:1:1', text: 'Здравствуйте', direction, at: 1 },
    recency: 1,
    createdAt: 1,
    updatedAt: 1,
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(isHandedOver ? { handover: { reason: 'no_answer', summary: '', at: 1 } } : {}),
  }));

describe('the filters of the inbox', () => {
  it('find in the local database exactly what the list marks as waiting', () => {
    fc.assert(
      fc.property(conversation, (made) => {
        expect(isFound(made, 'needs')).toBe(waitsForReply(made));
      }),
    );
  });

  it('show as mine what is open and answered by me', () => {
    fc.assert(
      fc.property(conversation, (made) => {
        expect(isFound(made, 'mine')).toBe(made.status === 'open' && isMine(made, 'me'));
        if (isFound(made, 'mine')) expect(isFound(made, 'people')).toBe(true);
      }),
    );
  });

  it('leave no conversation out: each is open or closed', () => {
    fc.assert(
      fc.property(conversation, (made) => {
        expect(isFound(made, 'all')).toBe(!isFound(made, 'closed'));
        if (isFound(made, 'people')) expect(isFound(made, 'all')).toBe(true);
      }),
    );
  });
});
