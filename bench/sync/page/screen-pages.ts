import type { RxQuery } from 'rxdb';
import type { WorkspaceCollections } from '../../../desktop/src/renderer/database/workspace-database.ts';
import { type InboxFilter, inboxFilters, selectorOf } from '../../../desktop/src/renderer/features/inbox/filters.ts';
import { indexedLeads } from '../../../desktop/src/renderer/features/leads/indexed-leads.ts';
import type { LeadView } from '../../../desktop/src/renderer/features/leads/lead-rows.ts';
import { sampleUser } from '../../stage/sample-documents.ts';

type Page = (collections: WorkspaceCollections) => Promise<number>;

/** `ConversationList` of the inbox and `LeadsScreen`: twice as many each time that their end comes near. */
const ROWS = 50;

/** As `useLive` reads it: the first answer. */
const firstOf = <T, R>(query: RxQuery<T, R>): Promise<R> =>
  new Promise((resolve) => {
    const subscription = query.$.subscribe((found: R) => {
      resolve(found);
      queueMicrotask(() => subscription.unsubscribe());
    });
  });

const plain = <T>(documents: readonly { toJSON(): T }[]): readonly T[] =>
  documents.map((document) => document.toJSON());

/** The rows and the names beside them. */
const inboxPage =
  (filter: InboxFilter, limit: number): Page =>
  async ({ conversations, contacts }) => {
    const selector = selectorOf(filter, sampleUser);
    const rows = plain(await firstOf(conversations.find({ selector, sort: [{ recency: 'asc' }], limit })));
    const names = await firstOf(contacts.findByIds(rows.map(({ contactId }) => contactId)));
    return names.size;
  };

/** `useWaitingCount`, beside every screen. */
const waiting: Page = ({ conversations }) => firstOf(conversations.count({ selector: selectorOf('needs') }));

const leadsPage =
  (change: Partial<LeadView> = {}, limit = ROWS): Page =>
  async ({ leads, contacts }) => {
    const view: LeadView = { stage: 'all', text: '', sort: 'updated', descending: true, ...change };
    const query = indexedLeads(view, { limit: limit });
    if (!query) throw new Error(`No index has the leads by ${view.sort}.`);
    const rows = plain(await firstOf(leads.find(query)));
    const names = await firstOf(contacts.findByIds(rows.map(({ contactId }) => contactId)));
    return names.size;
  };

/** Every page of the inbox and of the leads' table, by the queries of the screens themselves. Each answers how much it found. */
export const screenPages: Readonly<Record<string, Page>> = {
  ...Object.fromEntries(inboxFilters.map((filter) => [`inbox: ${filter}`, inboxPage(filter, ROWS)])),
  'inbox: all, second page': inboxPage('all', 2 * ROWS),
  'inbox: count of waiting': waiting,
  leads: leadsPage(),
  'leads: second page': leadsPage({}, 2 * ROWS),
  'leads: of a stage': leadsPage({ stage: 'proposal' }),
  'leads: oldest first': leadsPage({ descending: false }),
  'leads: best score first': leadsPage({ sort: 'score' }),
};
