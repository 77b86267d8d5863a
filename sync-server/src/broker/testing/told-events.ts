import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { expect, vi } from 'vitest';

type Expected = {
  /** Reads the messages of all chats. */
  readonly read: () => Promise<readonly Message[]>;
  /** How many messages customers wrote, in how many chats. */
  readonly written: number;
  readonly chats: number;
};

/** Waits until each fact of the stored messages was told, and checks that the events of each lead lead from its creation to its last score. */
export const expectAllTold = async (
  heard: readonly DomainEvent[],
  { read, written, chats }: Expected,
): Promise<void> => {
  await vi.waitFor(
    async () => {
      const messages = await read();
      const inbound = messages.filter(({ direction }) => direction === 'inbound');
      expect(inbound).toHaveLength(written);
      const last = new Map(inbound.map(({ conversationId, id }) => [conversationId, id]));
      const answered = new Set(messages.map(({ inReplyTo }) => inReplyTo));
      expect([...last.values()].filter((id) => !answered.has(id))).toEqual([]);
      const sent = messages.filter(({ delivery }) => delivery.state === 'sent');
      expect(sent).toHaveLength(messages.length - written);
      expect(toldOf(heard, 'message.received')).toEqual(new Set(inbound.map(({ id }) => id)));
      expect(toldOf(heard, 'message.sent')).toEqual(new Set(sent.map(({ id }) => id)));
      expect(toldOf(heard, 'lead.created').size).toBe(chats);
    },
    { timeout: 90_000, interval: 200 },
  );
  for (const id of toldOf(heard, 'lead.created')) expectInOrder(heard.filter(({ entity }) => entity.id === id));
};

const toldOf = (heard: readonly DomainEvent[], type: DomainEvent['type']) =>
  new Set(heard.filter((event) => event.type === type).map(({ entity }) => entity.id));

const expectInOrder = (repeated: readonly DomainEvent[]) => {
  const events = [...new Map(repeated.map((event) => [event.id, event])).values()];
  expect(events[0]?.type).toBe('lead.created');
  let score = events[0]?.type === 'lead.created' ? events[0].data.score : undefined;
  for (const event of events.slice(1)) {
    if (event.type !== 'lead.scored') continue;
    expect(event.data.from).toBe(score);
    score = event.data.to;
  }
};
