import { expect, test } from 'vitest';
import { messages } from '../../entities/message.ts';
import { openTeamDocuments } from '../../ports/team-documents.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { findSent, shownBy } from './choices.ts';

const message = { text: 'Вопрос ещё актуален?', citations: [], choices: ['Да', 'Не напоминать'] };

test('choices are buttons where the channel shows as many and as long ones, and lines of the text everywhere else', () => {
  const asText = { text: 'Вопрос ещё актуален?\n\n• Да\n• Не напоминать' };
  expect(shownBy({ showsCitations: false, buttons: { max: 2, maxLength: 13 } }, message)).toEqual({
    text: message.text,
    choices: message.choices,
  });
  expect(shownBy({ showsCitations: false }, message)).toEqual(asText);
  const named = { ...message, text: 'Да или «Не напоминать»?' };
  expect(shownBy({ showsCitations: false }, named)).toEqual({ text: named.text });
  expect(shownBy({ showsCitations: true, buttons: { max: 1, maxLength: 60 } }, message)).toEqual(asText);
  expect(shownBy({ showsCitations: false, buttons: { max: 3, maxLength: 12 } }, message)).toEqual(asText);
});

test('a message without choices stays as it is', () => {
  const plain = { text: 'Добрый день', citations: [] };
  expect(shownBy({ showsCitations: true, buttons: { max: 3, maxLength: 20 } }, plain)).toEqual({ text: 'Добрый день' });
});

test('the question is a message of ours that the platform knows by the id, and no message of the customer', async () => {
  const documents = openTeamDocuments(createMemoryStore(), 'crew');
  const { stored } = messages.samples;
  const outbound = (id: string, createdAt: number, platformIds: string[]) =>
    documents.messages.put({
      ...stored,
      id,
      createdAt,
      direction: 'outbound',
      author: { kind: 'person', id: 'anna' },
      delivery: { ...stored.delivery, state: 'sent', platformIds },
    });
  await outbound('question', 1, ['70', '71']);
  await outbound('other', 3, ['72']);
  await documents.messages.put({
    ...stored,
    id: 'inbound',
    createdAt: 2,
    direction: 'inbound',
    delivery: { ...stored.delivery, platformIds: ['71'] },
  });
  expect(await findSent(documents, stored.conversationId, '71')).toBe('question');
  expect(await findSent(documents, stored.conversationId, '73')).toBeUndefined();
});
