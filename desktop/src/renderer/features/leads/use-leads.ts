import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { useEffect, useState } from 'react';
import { useLive, useLiveCount, useWorkspace } from '../../database/use-live.ts';
import { useSyncState } from '../../replication/sync-state.ts';
import { indexedLeads } from './indexed-leads.ts';
import { type LeadRow, type LeadView, rowOf } from './lead-rows.ts';
import { useLeadRoster } from './use-lead-roster.ts';

export type LeadsInView = {
  /** The first of them; undefined until they are read. */
  readonly rows: readonly LeadRow[] | undefined;
  /** How many there are in all; undefined until they are counted. */
  readonly total: number | undefined;
  /** While the leads are looked through for what no index knows: how many are read so far. */
  readonly reading: number | undefined;
};

/** The first `limit` leads of a view, with their customers' names, now and after every change. */
export const useLeads = (view: LeadView, limit: number): LeadsInView => {
  const { stage, sort, descending } = view;
  const isIndexed = indexedLeads(view, limit) !== undefined;
  const indexed = useLive(
    ({ collections }) => {
      const query = indexedLeads(view, limit);
      return query && collections.leads.find(query);
    },
    [isIndexed, stage, sort, descending, limit],
  );
  const found = useLeadRoster(isIndexed ? undefined : view, limit);
  const looked = useLeadsById(found?.ids);
  const rows = useRows(isIndexed ? indexed : looked);

  // Behind the page, which is not to wait for it; and not while every moment brings more.
  const { firstSync, status } = useSyncState();
  const isFilling = firstSync !== undefined && status !== 'local';
  const [counting, setCounting] = useState<LeadView['stage']>();
  const isFull = indexed?.length === limit;
  useEffect(() => {
    if (isFull) setCounting(stage);
  }, [isFull, stage]);
  const counted = useLiveCount(
    ({ collections }) =>
      counting === stage && !isFilling
        ? collections.leads.count(stage === 'all' ? {} : { selector: { stage } })
        : undefined,
    [counting, stage, isFilling],
  );
  if (!isIndexed) return { rows, total: found?.total, reading: found?.isComplete ? undefined : (found?.read ?? 0) };
  return { rows, total: indexed && indexed.length < limit ? indexed.length : counted, reading: undefined };
};

/** In the order of `ids`, live; the last ones stay until those of other ids are read. */
const useLeadsById = (ids: readonly string[] | undefined): readonly Lead[] | undefined => {
  const { leads } = useWorkspace().collections;
  const [read, setRead] = useState<readonly Lead[]>();
  useEffect(() => {
    if (!ids) {
      setRead(undefined);
      return;
    }
    const subscription = leads.findByIds([...ids]).$.subscribe((byId) => {
      setRead(ids.flatMap((id) => byId.get(id)?.toMutableJSON() ?? []));
    });
    return () => subscription.unsubscribe();
  }, [leads, ids]);
  return read;
};

/** Leads and names come together: a row without its name would only flicker. */
const useRows = (leads: readonly Lead[] | undefined): readonly LeadRow[] | undefined => {
  const { contacts } = useWorkspace().collections;
  const [rows, setRows] = useState<readonly LeadRow[]>();
  useEffect(() => {
    if (!leads) return;
    const ids = [...new Set(leads.map(({ contactId }) => contactId))];
    const subscription = contacts.findByIds(ids).$.subscribe((known) => {
      setRows(leads.map((lead) => rowOf(lead, known.get(lead.contactId))));
    });
    return () => subscription.unsubscribe();
  }, [contacts, leads]);
  return rows;
};
