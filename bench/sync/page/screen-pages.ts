import type { RxQuery } from 'rxdb';
import type { WorkspaceCollections } from '../../../desktop/src/renderer/database/workspace-collections.ts';
import { indexedLeads } from '../../../desktop/src/renderer/features/leads/indexed-leads.ts';
import type { LeadView } from '../../../desktop/src/renderer/features/leads/lead-rows.ts';
import {
  type InboxFilter,
  inboxFilters,
  selectorOf,
} from '../../../desktop/src/renderer/parts/conversation/filters.ts';
import { WINDOW_SIZE } from '../../../desktop/src/renderer/workspace/live/list-window.ts';
import { sampleUser } from '../../stage/sample-documents.ts';

type Page = (collections: WorkspaceCollections) => Promise<number>;

type Rows = { readonly skip: number; readonly limit: number };
/** The windows that `useLiveWindow` reads: when a list is opened, and after scrolling. */
const top: Rows = { skip: 0, limit: WINDOW_SIZE };
const further: Rows = { skip: 10 * WINDOW_SIZE, limit: WINDOW_SIZE };

/** Reads like `useLive`: the first result. */
const firstOf = <T, R>(query: RxQuery<T, R>): Promise<R> =>
  new Promise((resolve) => {
    const subscription = query.$.subscribe((found: R) => {
      resolve(found);
      queueMicrotask(() => subscription.unsubscribe());
    });
  });

const plain = <T>(documents: readonly { toJSON(): T }[]): readonly T[] =>
  documents.map((document) => document.toJSON());

/** The rows of the inbox, and the names beside them. */
const inboxPage =
  (filter: InboxFilter, rows: Rows = top): Page =>
  async ({ conversations, contacts }) => {
    const selector = selectorOf(filter, sampleUser);
    const sort = [{ recency: 'asc' as const }, { id: 'asc' as const }];
    const found = plain(await firstOf(conversations.find({ selector, sort, ...rows })));
    const names = await firstOf(contacts.findByIds(found.map(({ contactId }) => contactId)));
    return names.size;
  };

/** Reads like `useWaitingCount`, which every screen shows. */
const waiting: Page = ({ conversations }) => firstOf(conversations.count({ selector: selectorOf('needs') }));

const leadsPage =
  (change: Partial<LeadView> = {}, rows: Rows = top): Page =>
  async ({ leads, contacts }) => {
    const view: LeadView = { stage: 'all', text: '', sort: 'updated', descending: true, ...change };
    const query = indexedLeads(view, rows);
    if (!query) throw new Error(`No index has the leads by ${view.sort}.`);
    const found = plain(await firstOf(leads.find(query)));
    const names = await firstOf(contacts.findByIds(found.map(({ contactId }) => contactId)));
    return names.size;
  };

/** Every page of the inbox and of the leads' table, with the screens' own queries. Each returns how much it found. */
export const screenPages: Readonly<Record<string, Page>> = {
  ...Object.fromEntries(inboxFilters.map((filter) => [`inbox: ${filter}`, inboxPage(filter)])),
  'inbox: all, further down': inboxPage('all', further),
  'inbox: count of waiting': waiting,
  leads: leadsPage(),
  'leads: further down': leadsPage({}, further),
  'leads: of a stage': leadsPage({ stage: 'proposal' }),
  'leads: oldest first': leadsPage({ descending: false }),
  'leads: best score first': leadsPage({ sort: 'score' }),
};
