import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { useEffect, useMemo, useState } from 'react';
import {
  type ListWindow,
  useListTotal,
  useLiveWindow,
  useWindowFrom,
  WINDOW_SIZE,
} from '../../workspace/live/list-window.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useIsFilling } from '../../workspace/live/use-sync-state.ts';
import { indexedLeads } from './indexed-leads.ts';
import { type LeadRow, type LeadView, rowOf } from './lead-rows.ts';
import { useLeadRoster } from './use-lead-roster.ts';

/** The leads of a view, as far as the table needs them. */
export type LeadsInView = {
  /** The rows around the visible ones; undefined until they are read. */
  readonly rows: ListWindow<LeadRow> | undefined;
  /** The total number; undefined until they are counted. */
  readonly total: number | undefined;
  /** The number of leads read so far while they are searched without an index; otherwise undefined. */
  readonly reading: number | undefined;
};

/** The leads of a view around the row at `first` with their customers' names, updated after every change. */
export const useLeads = (view: LeadView, first: number): LeadsInView => {
  const { stage, sort, descending } = view;
  const isIndexed = indexedLeads(view, { limit: 1 }) !== undefined;
  const from = useWindowFrom(first);
  const indexed = useLiveWindow<Lead>(
    ({ collections }, page) => {
      const query = indexedLeads(view, page);
      return query && collections.leads.find(query);
    },
    from,
    [isIndexed, stage, sort, descending],
  );
  const found = useLeadRoster(isIndexed ? undefined : view, from + WINDOW_SIZE);
  const ids = useMemo(() => found && { from, items: found.ids.slice(from) }, [found, from]);
  const looked = useLeadsById(ids);
  const rows = useRows(isIndexed ? indexed : looked);

  const isFilling = useIsFilling();
  const counted = useListTotal(
    indexed,
    ({ collections }) =>
      isIndexed && !isFilling ? collections.leads.count(stage === 'all' ? {} : { selector: { stage } }) : undefined,
    [isIndexed, stage, isFilling],
  );
  if (!isIndexed) return { rows, total: found?.total, reading: found?.isComplete ? undefined : (found?.read ?? 0) };
  return { rows, total: counted, reading: undefined };
};

/** Live leads in the order of the ids; the previous ones stay until those of new ids are read. */
const useLeadsById = (ids: ListWindow<string> | undefined): ListWindow<Lead> | undefined => {
  const { leads } = useWorkspace().collections;
  const [read, setRead] = useState<ListWindow<Lead>>();
  useEffect(() => {
    if (!ids) {
      setRead(undefined);
      return;
    }
    const { from, items } = ids;
    const subscription = leads.findByIds([...items]).$.subscribe((byId) => {
      setRead({ from, items: items.flatMap((id) => byId.get(id)?.toMutableJSON() ?? []) });
    });
    return () => subscription.unsubscribe();
  }, [leads, ids]);
  return read;
};

/** Leads appear together with their names, because rows without names would flicker. */
const useRows = (window: ListWindow<Lead> | undefined): ListWindow<LeadRow> | undefined => {
  const { contacts } = useWorkspace().collections;
  const [rows, setRows] = useState<ListWindow<LeadRow>>();
  useEffect(() => {
    if (!window) return;
    const { from, items } = window;
    const ids = [...new Set(items.map(({ contactId }) => contactId))];
    const subscription = contacts.findByIds(ids).$.subscribe((known) => {
      setRows({ from, items: items.map((lead) => rowOf(lead, known.get(lead.contactId))) });
    });
    return () => subscription.unsubscribe();
  }, [contacts, window]);
  return rows;
};
