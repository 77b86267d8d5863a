import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import { type Lead, leads } from '@inbetwin/shared/entities/lead.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { publishEvents } from './publish-events.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const waiting = { interval: 5, timeout: 5000 };

test('a team is left even while the broker does not answer, and whoever takes it over tells what was not confirmed', async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'crew', () => 1);
  await documents.leads.put(leads.samples.stored as Lead);
  const parts = { store, log, whenReachable: async () => undefined };
  const unanswered: DomainEvent[] = [];
  const first = publishEvents({
    ...parts,
    exchange: {
      publish: async (events) => {
        unanswered.push(...events);
        if (events.length > 0) await new Promise(() => undefined);
      },
    },
  });
  first.begin('crew');
  await vi.waitFor(() => expect(unanswered).toHaveLength(1), waiting);
  await first.leave('crew');
  expect(first.behind()).toBe(0);

  const told: DomainEvent[] = [];
  const second = publishEvents({ ...parts, exchange: { publish: async (events) => void told.push(...events) } });
  onTestFinished(second.stop);
  second.begin('crew');
  await vi.waitFor(() => expect(told).toEqual(unanswered), waiting);
});
