import { type Lead, leadSchema } from '@inbetwin/shared/entities/lead.ts';
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

/** As a program does that knows nothing of edits and their times; `from`: the state it was made from. */
export const changeLead = async (api: ApiClient, from: Lead, change: Partial<Lead>): Promise<void> => {
  const present = { ...from, _deleted: false };
  const rows = [{ assumedMasterState: present, newDocumentState: { ...present, ...change } }];
  const { refused } = await api('push', { body: { collection: 'leads', rows } });
  if (refused[0]) throw new Error(`Refused: ${refused[0].reason}`);
};

const pull = async (api: ApiClient, collection: 'contacts' | 'leads') =>
  (await api('pull', { body: { collection, checkpoint: null, limit: 2000 } })).documents;
