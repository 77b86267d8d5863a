import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { createBreath } from '@inbetwin/shared/timing/breath.ts';
import type { RxCollection, RxDocumentData } from 'rxdb';
import { createListeners } from '../../base/listeners.ts';
import { type Dated, readNewestFirst } from '../../database/read-newest-first.ts';
import { createFirstInOrder } from './first-in-order.ts';
import { type Customer, entryOf, filterOf, type LeadEntry, orderOf } from './lead-order.ts';
import type { LeadView } from './lead-rows.ts';

/** All leads in memory by the values that the table sorts and filters by, for orders and words that no index supports. */
export type LeadRoster = {
  /** How many leads have been read, most recently changed first, and whether that is all. */
  state(): RosterState;
  /** The first leads of a view among those read so far, and their total. Rejects with the signal's reason. */
  find(view: LeadView, limit: number, signal: AbortSignal): Promise<FoundLeads>;
  /** Calls the listener when results may have changed; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  stop(): void;
};

/** The progress of reading the leads. */
export type RosterState = { readonly read: number; readonly isComplete: boolean };
/** The ids of a page and the total number of matches. */
export type FoundLeads = { readonly ids: readonly string[]; readonly total: number };

type Parts = {
  readonly leads: RxCollection<Lead>;
  readonly contacts: RxCollection<Contact>;
  readonly onFailure: (error: unknown) => void;
};

const WORK_SLICE_MS = 8;
const WORK_SLICE = 250;

/** Reads all leads once, in slices, and then follows their changes. */
export const createLeadRoster = ({ leads, contacts, onFailure }: Parts): LeadRoster => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { subscribe, tell } = createListeners();
  const entries = new Map<string, LeadEntry>();
  const customers = new Map<string, Customer>();
  let isComplete = false;

  const customerOf = (contactId: string): Customer => {
    const customer = customers.get(contactId) ?? { name: '', company: '' };
    customers.set(contactId, customer);
    return customer;
  };
  const putLead = (lead: RxDocumentData<Lead>): void => {
    if (lead._deleted) entries.delete(lead.id);
    else entries.set(lead.id, entryOf(lead, customerOf(lead.contactId)));
  };
  const putContact = ({ id, _deleted, name, company = '' }: RxDocumentData<Contact>): void => {
    const known = _deleted ? { name: '', company: '' } : { name: name.toLowerCase(), company: company.toLowerCase() };
    Object.assign(customerOf(id), known);
  };

  const readings = [
    followAll(leads, { put: putLead, onChange: tell, signal }),
    followAll(contacts, { put: putContact, onChange: tell, signal }),
  ];
  Promise.all(readings)
    .then(() => {
      isComplete = true;
      tell();
    })
    .catch(onFailure);

  return {
    state: () => ({ read: entries.size, isComplete }),
    find: async (view, limit, leaving) => {
      const breathe = createBreath(WORK_SLICE_MS, leaving);
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
    subscribe,
    stop: () => stopping.abort(),
  };
};

type Following<T> = {
  /** Also called for deleted documents. */
  readonly put: (document: RxDocumentData<T>) => void;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
};

/** Reports every document once, and then its later states until `signal` aborts; resolves when all have been read. */
const followAll = async <T extends Dated>(
  collection: RxCollection<T>,
  { put, onChange, signal }: Following<T>,
): Promise<void> => {
  /** A document that was read may be older than its reported change. */
  const changed = new Set<string>();
  const following = collection.eventBulks$.subscribe(({ events }) => {
    for (const { documentId, documentData } of events) {
      changed.add(documentId);
      put(documentData);
    }
    onChange();
  });
  signal.addEventListener('abort', () => following.unsubscribe());
  for await (const slice of readNewestFirst<T>(collection)) {
    if (signal.aborted) return;
    for (const document of slice) if (!changed.has(document.id)) put(document);
    onChange();
  }
};
