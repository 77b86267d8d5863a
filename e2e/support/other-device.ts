import { randomUUID } from 'node:crypto';
import { type Lead, leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { workSchema } from '@inbetwin/shared/entities/work.ts';
import { createHybridClock } from '@inbetwin/shared/merge/hybrid-clock.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import { stampChanges } from '@inbetwin/shared/merge/stamp.ts';
import { type ApiClient, createApiClient } from '@inbetwin/sync-server/testing/api-client.ts';
import type { Page } from '@playwright/test';

/** Another device of this page's user; `load` makes the page contact its server. */
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

/** Changes the lead from a separate device that has not received what others changed meanwhile. */
export const changeLead = async (api: ApiClient, known: Lead, change: Partial<Lead>): Promise<void> => {
  const before = { ...known, _deleted: false };
  const after = stampChanges('leads', { before, after: { ...before, ...change } }, stampOfDevice());
  await pushLead(api, after, before);
};

/** A lead that a person created, which they may therefore delete. */
export const createLead = async (api: ApiClient, name: string): Promise<Lead> => {
  const { contactId } = await leadOf(api, name);
  const now = Date.now();
  const lead = { id: `deal:${randomUUID()}`, contactId, title: 'Летник', stage: 'new' as const, bant: {} };
  const made = { ...lead, score: 0, scoreReasons: [], createdAt: now, updatedAt: now };
  await pushLead(api, { ...made, _deleted: false });
  return made;
};

/** Deletes the lead from a separate device that has not received what others changed meanwhile. */
export const deleteLead = async (api: ApiClient, known: Lead): Promise<void> => {
  const before = { ...known, _deleted: false };
  const after = stampChanges('leads', { before, after: { id: known.id, _deleted: true } }, stampOfDevice());
  await pushLead(api, after, before);
};

/** Approves the waiting request on another device. */
export const approveElsewhere = async (api: ApiClient, userId: string): Promise<void> => {
  const waiting = (await pull(api, 'work')).find(({ kind, state }) => kind === 'approval' && state === 'open');
  const approval = workSchema.shape.approval.parse(waiting?.approval);
  if (!waiting || !approval) throw new Error('Nothing waits for a decision.');
  const decision = { state: 'approved', approval: { ...approval, decidedBy: userId, decidedAt: Date.now() } };
  const after = stampChanges('work', { before: waiting, after: { ...waiting, ...decision } }, stampOfDevice());
  const rows = [{ assumedMasterState: waiting, newDocumentState: after }];
  const { refused } = await api('push', { body: { collection: 'work', rows } });
  if (refused[0]) throw new Error(`Refused: ${refused[0].reason}`);
};

const stampOfDevice = () => ({
  at: createHybridClock({ now: Date.now, node: `device-${randomUUID()}` }).next(),
  by: '',
});

const pushLead = async (api: ApiClient, next: Mergeable, known: Mergeable | null = null): Promise<void> => {
  const rows = [{ assumedMasterState: known, newDocumentState: next }];
  const { refused } = await api('push', { body: { collection: 'leads', rows } });
  if (refused[0]) throw new Error(`Refused: ${refused[0].reason}`);
};

const pull = async (api: ApiClient, collection: 'contacts' | 'leads' | 'work') =>
  (await api('pull', { body: { collection, checkpoint: null, limit: 2000 } })).documents;
