import { randomUUID } from 'node:crypto';
import { type Lead, leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { createHybridClock } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { type ApiClient, createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { Page } from '@playwright/test';

/** Another device of the person whose page this is; `load` makes the page talk to its server. */
export const otherDeviceOf = async (page: Page, load: () => Promise<unknown>): Promise<ApiClient> => {
  const request = page.waitForRequest((each) => each.url().includes('/sync/v1/'));
  await load();
  const sent = await request;
  const { authorization = '' } = await sent.allHeaders();
  return createApiClient(new URL(sent.url()).origin, authorization.replace('Bearer ', ''));
};

/** The lead of the customer with this name, as the server has it. */
export const leadOf = async (api: ApiClient, name: string): Promise<Lead> => {
  const contact = (await pull(api, 'contacts')).find((document) => document.name === name);
  const lead = (await pull(api, 'leads')).find(({ contactId }) => contactId === contact?.id);
  if (!lead) throw new Error(`${name} has no lead.`);
  const { _deleted, ...fields } = lead;
  return leadSchema.parse(fields);
};

/** A device of its own changes the lead as it knew it: what others changed meanwhile it has not heard of. */
export const changeLead = async (api: ApiClient, known: Lead, change: Partial<Lead>): Promise<void> => {
  const clock = createHybridClock({ now: Date.now, node: `device-${randomUUID()}` });
  const before = { ...known, _deleted: false };
  const after = stampChanges('leads', { before, after: { ...before, ...change } }, { at: clock.next(), by: '' });
  const rows = [{ assumedMasterState: before, newDocumentState: after }];
  const { refused } = await api('push', { body: { collection: 'leads', rows } });
  if (refused[0]) throw new Error(`Refused: ${refused[0].reason}`);
};

const pull = async (api: ApiClient, collection: 'contacts' | 'leads') =>
  (await api('pull', { body: { collection, checkpoint: null, limit: 2000 } })).documents;
