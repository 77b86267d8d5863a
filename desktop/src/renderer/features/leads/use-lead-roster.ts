import { useEffect, useState } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { createLeadRoster, type FoundLeads, type LeadRoster, type RosterState } from './lead-roster.ts';
import type { LeadView } from './lead-rows.ts';

/** A page of leads with the progress of reading. */
export type RosterAnswer = FoundLeads & RosterState;

/** Minimum interval between two results while leads are read or change. */
const PACE_MS = 250;

/**
 * The roster's results for a view, live; the previous result stays until the next one. The roster is created when a view first needs it and
 * kept while the table is open.
 */
export const useLeadRoster = (view: LeadView | undefined, limit: number): RosterAnswer | undefined => {
  const roster = useRoster(view !== undefined);
  const [answer, setAnswer] = useState<RosterAnswer>();
  const { stage, text, sort, descending } = view ?? {};
  useEffect(() => {
    if (stage === undefined || text === undefined || sort === undefined || descending === undefined) {
      setAnswer(undefined);
      return;
    }
    if (!roster) return;
    return follow(roster, { view: { stage, text, sort, descending }, limit }, setAnswer);
  }, [roster, stage, text, sort, descending, limit]);
  return view && answer;
};

const useRoster = (isAsked: boolean): LeadRoster | undefined => {
  const { collections, database } = useWorkspace();
  const [wasAsked, setWasAsked] = useState(isAsked);
  const [roster, setRoster] = useState<LeadRoster>();
  if (isAsked && !wasAsked) setWasAsked(true);
  useEffect(() => {
    if (!wasAsked) return;
    const { leads, contacts } = collections;
    const onFailure = (error: unknown): void => {
      if (!database.closed) reportFailure(error);
    };
    const made = createLeadRoster({ leads, contacts, onFailure });
    setRoster(made);
    return () => {
      setRoster(undefined);
      made.stop();
    };
  }, [collections, database, wasAsked]);
  return roster;
};

type Asked = { readonly view: LeadView; readonly limit: number };

const follow = (roster: LeadRoster, { view, limit }: Asked, tell: (answer: RosterAnswer) => void): (() => void) => {
  const leaving = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isStale = false;
  const answer = async (): Promise<void> => {
    const state = roster.state();
    tell({ ...(await roster.find(view, limit, leaving.signal)), ...state });
    if (!leaving.signal.aborted) timer = setTimeout(rest, PACE_MS);
  };
  const ask = (): void => {
    isStale = isBusy;
    if (isBusy) return;
    isBusy = true;
    answer().catch((error: unknown) => {
      if (!leaving.signal.aborted) reportFailure(error);
    });
  };
  const rest = (): void => {
    isBusy = false;
    if (isStale) ask();
  };
  const unsubscribe = roster.subscribe(ask);
  ask();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    leaving.abort(new Error('Something else is looked for.'));
  };
};
