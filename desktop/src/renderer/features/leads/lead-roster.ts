import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import { normalizeMangoQuery, prepareQuery, type RxCollection, type RxDocumentData } from 'rxdb';
import { createFirstInOrder } from './first-in-order.ts';
import { type Customer, customerOf, entryOf, filterOf, type LeadEntry, named, orderOf } from './lead-order.ts';
import type { LeadView } from './lead-rows.ts';

/** All leads by what the table is ordered and filtered by, in memory: for the orders and words that no index has. */
export type LeadRoster = {
  /** How many leads are read so far, and whether that is all of them. The latest changes are read first. */
  state(): RosterState;
  /** The first of a view among those that are read, and how many it has of them. Rejects with the signal's reason. */
  find(view: LeadView, limit: number, signal: AbortSignal): Promise<FoundLeads>;
  /** Called when answers may have changed. */
  subscribe(listener: () => void): () => void;
  stop(): void;
};

export type RosterState = { readonly read: number; readonly isComplete: boolean };
export type FoundLeads = { readonly ids: readonly string[]; readonly total: number };

type Parts = {
  readonly leads: RxCollection<Lead>;
  readonly contacts: RxCollection<Contact>;
  readonly onFailure: (error: unknown) => void;
};

/** Small enough that the page answers in between. */
const READ_SLICE = 400;
const WORK_SLICE_MS = 8;
const WORK_SLICE = 250;

/** Reads everything once, in slices, and then follows the changes. */
export const createLeadRoster = ({ leads, contacts, onFailure }: Parts): LeadRoster => {
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const entries = new Map<string, LeadEntry>();
  const customers = new Map<string, Customer | undefined>();
  /** What changed since the reading began: what is read may be older. */
  const changed = new Set<string>();
  let isComplete = false;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const put = (lead: Lead): void => {
    entries.set(lead.id, named(entryOf(lead), customers.get(lead.contactId)));
  };

  const learnCustomers = async (found: readonly Lead[]): Promise<void> => {
    const unknown = new Set(found.map(({ contactId }) => contactId).filter((id) => !customers.has(id)));
    if (unknown.size === 0) return;
    const read = new Map((await contacts.storageInstance.findDocumentsById([...unknown], false)).map((one) => [one.id, one]));
    for (const id of unknown) {
      const contact = read.get(id);
      if (!customers.has(id)) customers.set(id, contact && customerOf(contact));
    }
  };
  const rename = (contactIds: ReadonlySet<string>): void => {
    for (const entry of entries.values()) {
      if (contactIds.has(entry.contactId)) entries.set(entry.id, named(entry, customers.get(entry.contactId)));
    }
  };

  const followLeads = async (present: readonly RxDocumentData<Lead>[]): Promise<void> => {
    for (const lead of present) {
      changed.add(lead.id);
      if (lead._deleted) entries.delete(lead.id);
      else put(lead);
    }
    tell();
    const nameless = present.filter(({ contactId, _deleted }) => !_deleted && !customers.has(contactId));
    if (nameless.length === 0) return;
    await learnCustomers(nameless);
    rename(new Set(nameless.map(({ contactId }) => contactId)));
    tell();
  };
  const followContacts = (present: readonly RxDocumentData<Contact>[]): void => {
    for (const contact of present) customers.set(contact.id, contact._deleted ? undefined : customerOf(contact));
    rename(new Set(present.map(({ id }) => id)));
    tell();
  };
  const following = [
    leads.eventBulks$.subscribe(({ events }) => {
      followLeads(events.map(({ documentData }) => documentData)).catch(onFailure);
    }),
    contacts.eventBulks$.subscribe(({ events }) => followContacts(events.map(({ documentData }) => documentData))),
  ];

  const readAll = async (): Promise<void> => {
    for await (const slice of readNewestFirst(leads)) {
      const found = slice.filter(({ id }) => !changed.has(id) && !entries.has(id));
      await learnCustomers(found);
      if (stopping.signal.aborted) return;
      for (const lead of found) if (!changed.has(lead.id)) put(lead);
      tell();
    }
    isComplete = true;
    tell();
  };
  readAll().catch(onFailure);

  return {
    state: () => ({ read: entries.size, isComplete }),
    find: async (view, limit, signal) => {
      const breathe = createBreath(WORK_SLICE_MS, signal);
      const fits = filterOf(view);
      const first = createFirstInOrder(orderOf(view), limit);
      let seen = 0;
      let total = 0;
      for (const entry of entries.values()) {
        if (++seen % WORK_SLICE === 0) await breathe();
        if (!fits(entry)) continue;
        total += 1;
        first.offer(entry);
      }
      return { ids: first.list().map(({ id }) => id), total };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      stopping.abort();
      for (const subscription of following) subscription.unsubscribe();
    },
  };
};

/** Past RxDB's documents, which would all be kept. A lead may come twice. */
const readNewestFirst = async function* ({ storageInstance, schema }: RxCollection<Lead>): AsyncIterable<readonly Lead[]> {
  let limit = READ_SLICE;
  for (let until = Number.MAX_SAFE_INTEGER; ; ) {
    const query = normalizeMangoQuery<RxDocumentData<Lead>>(schema.jsonSchema, {
      selector: { _deleted: false, updatedAt: { $lte: until } },
      sort: [{ updatedAt: 'desc' }, { id: 'desc' }],
      index: ['_deleted', 'updatedAt', 'id'],
      limit,
    });
    const { documents } = await storageInstance.query(prepareQuery(schema.jsonSchema, query));
    yield documents;
    const last = documents.at(-1);
    if (!last || documents.length < limit) return;
    // More were changed at one moment than fit a slice.
    limit = last.updatedAt === until ? 2 * limit : READ_SLICE;
    until = last.updatedAt;
  }
};
