import type { RxQuery } from 'rxdb';
import type { WorkspaceCollections } from '../../../desktop/src/renderer/database/workspace-database.ts';
import { type InboxFilter, inboxFilters, selectorOf } from '../../../desktop/src/renderer/features/inbox/filters.ts';
import { arrangeLeads } from '../../../desktop/src/renderer/features/leads/lead-rows.ts';
import { sampleUser } from '../sample-documents.ts';

type Page = (collections: WorkspaceCollections) => Promise<number>;

/** `ConversationList` of the inbox: this many rows more each time that its end comes near. */
const ROWS = 100;

/** As `useLive` reads it: the first answer, as plain objects. */
const firstOf = <T>(query: RxQuery<T>): Promise<readonly T[]> =>
  new Promise((resolve) => {
    const subscription = query.$.subscribe((found: unknown) => {
      const documents = Array.isArray(found) ? found : [found];
      resolve(documents.map((document: { toJSON(): T }) => document.toJSON()));
      queueMicrotask(() => subscription.unsubscribe());
    });
  });

/** The rows and the names beside them. */
const inboxPage =
  (filter: InboxFilter, limit: number): Page =>
  async ({ conversations, contacts }) => {
    const selector = selectorOf(filter, sampleUser);
    const rows = await firstOf(conversations.find({ selector, sort: [{ recency: 'asc' }], limit }));
    const names = await contacts.findByIds(rows.map(({ contactId }) => contactId)).exec();
    return names.size;
  };

/** `useWaitingCount`, beside every screen. */
const waiting: Page = ({ conversations }) => conversations.count({ selector: selectorOf('needs') }).exec();

/** `LeadsScreen` as it opens. */
const leadsPage: Page = async ({ leads, contacts }) => {
  const [found, known] = await Promise.all([firstOf(leads.find()), firstOf(contacts.find())]);
  const byId = new Map(known.map((contact) => [contact.id, contact]));
  return arrangeLeads(found, byId, { stage: 'all', text: '', sort: 'updated', descending: true }).length;
};

/** Every page of the inbox and of the leads' table, by the queries of the screens themselves. Each answers how much it found. */
export const screenPages: Readonly<Record<string, Page>> = {
  ...Object.fromEntries(inboxFilters.map((filter) => [`inbox: ${filter}`, inboxPage(filter, ROWS)])),
  'inbox: all, third page': inboxPage('all', 3 * ROWS),
  'inbox: count of waiting': waiting,
  leads: leadsPage,
};
