import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { PushRequest, PushResponse, RefusedRow, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { isSameState } from '@inbetwin/shared/merge/same-state.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import type { Caller } from '../accounts/access-token.ts';
import { type Judging, judgeRow, type Row } from './push-row.ts';

/** A document that others keep changing this often is left to a later request. */
const MAX_ATTEMPTS = 20;

type PushParts = {
  readonly store: DocumentStore;
  /** Strictly increasing; it orders what devices write. */
  readonly clock: Clock;
};

/**
 * Stores a device's changes. Each row is handled on its own: merged with concurrent changes and stored, or refused with a reason. If the
 * stored state differs from what was sent, the response contains it, and it includes everything that was sent. A row that is already stored
 * changes nothing, so retries are safe. Throws `document.conflict` when a document keeps changing.
 */
export const push = async (
  parts: PushParts,
  caller: Caller,
  { collection, rows }: PushRequest,
): Promise<PushResponse> => {
  const answer: Answer = { conflicts: new Map(), refused: [] };
  for (const round of withoutRepeats(rows)) await pushRound({ ...parts, caller, collection, answer }, round);
  return { conflicts: [...answer.conflicts.values()], refused: answer.refused };
};

type Answer = { readonly conflicts: Map<string, SyncDocument>; readonly refused: RefusedRow[] };

/** Splits the rows into rounds so that two changes of one document are applied one after the other. */
const withoutRepeats = (rows: readonly Row[]): readonly (readonly Row[])[] => {
  const rounds: Map<string, Row>[] = [];
  for (const row of rows) {
    const { id } = row.newDocumentState;
    const last = rounds.at(-1);
    if (last && !last.has(id)) last.set(id, row);
    else rounds.push(new Map([[id, row]]));
  }
  return rounds.map((round) => [...round.values()]);
};

type Push = PushParts & {
  readonly caller: Caller;
  readonly collection: ReplicatedCollection;
  readonly answer: Answer;
};

const pushRound = async (push: Push, round: readonly Row[]): Promise<void> => {
  let open = round;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    open = await pushOnce(push, open);
    if (open.length === 0) return;
  }
  const id = open[0]?.newDocumentState.id;
  throw new Failure('document.conflict', `Document ${id} keeps changing.`, 'Try again in a moment.');
};

type Writing = { readonly row: Row; readonly state: SyncDocument; readonly write: WriteRow };

/** Returns the rows whose documents were changed in the meantime. */
const pushOnce = async (push: Push, rows: readonly Row[]): Promise<readonly Row[]> => {
  const { store, caller, collection, answer } = push;
  const documents = openTeamCollection(store, caller.teamId, collection);
  const ids = rows.map((row) => row.newDocumentState.id);
  const stored = new Map((await documents.getMany(ids)).map((document) => [document.id, document]));
  const writing: Writing[] = [];
  for (const row of rows) {
    const { id } = row.newDocumentState;
    const verdict = await judgeRow({ collection, row, stored: stored.get(id) }, judgingFor(push));
    if (verdict.kind === 'refused') answer.refused.push({ id, code: verdict.code, ...verdict.objection });
    else if (verdict.write) writing.push({ ...verdict, row, write: verdict.write });
    else tell(answer, row, verdict.state);
  }
  return writing.length === 0 ? [] : write(push, writing);
};

const write = async ({ store, caller, collection, answer }: Push, writing: readonly Writing[]) => {
  const documents = openTeamCollection(store, caller.teamId, collection);
  const results = await documents.write(writing.map((each) => each.write));
  return writing.flatMap(({ row, state }, at): readonly Row[] => {
    const result = results[at];
    if (result?.ok) tell(answer, row, state);
    else if (result?.code !== 'invalid') return [row];
    else answer.refused.push({ id: state.id, ...invalid, reason: result.message });
    return [];
  });
};

const invalid = { code: 'document.invalid', rule: 'document.invalid' } as const;

/** Reports the stored state if it differs from what was sent; otherwise the device assumes that its own state was stored. */
const tell = ({ conflicts }: Answer, { newDocumentState }: Row, state: SyncDocument): void => {
  if (isSameState(newDocumentState, state)) conflicts.delete(state.id);
  else conflicts.set(state.id, state);
};

const judgingFor = ({ store, caller, clock }: Push): Judging => {
  const read: Judging['read'] = async (collection, ids) => {
    const found = await openTeamCollection(store, caller.teamId, collection).getMany(ids);
    return found.filter(({ deleted }) => !deleted).map(({ id, body }) => ({ ...body, id }));
  };
  return { caller, clock, read };
};
