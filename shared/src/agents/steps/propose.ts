import { Failure } from '../../contracts/errors.ts';
import { workIdOf } from '../../conversations/ids.ts';
import type { Step } from '../../entities/run.ts';
import { NEVER, type Work } from '../../entities/work.ts';
import { eachPage } from '../../ports/each-page.ts';
import { documentsAs } from '../../ports/team-documents.ts';
import type { Action } from '../runs/run-action.ts';
import { toolInputOf } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';
import { addFailed, checkCall, stepOf } from './call-tool.ts';

/** The number of open approvals that are read at once. */
const OPEN_APPROVALS = 20;

/**
 * Asks a person to approve a call and waits. The call must be possible now, and only one is open per tool and
 * conversation.
 */
export const proposeCall = async (session: RunSession, action: Extract<Action, { kind: 'propose' }>): Promise<void> => {
  const { journal } = session;
  const request = { agent: action.agent, kind: 'tool' as const, call: action.call };
  if (await isPending(session, action.call.name)) {
    const failure = new Failure('tool.pending', 'The same call waits for a person already.', 'Tell the customer so.');
    return addFailed(session, request, failure);
  }
  const found = await checkCall(session, request);
  if (found instanceof Failure) return addFailed(session, request, found);
  const { input, ...fields } = stepOf(request);
  const { checked } = found;
  const step = journal.add({
    ...fields,
    input: { ...input, ...(checked !== undefined && { checked }) },
    state: 'waiting',
  });
  await journal.record();
  await requestApproval(session, step);
};

/** Creates the document on which a person decides. Repeating it changes nothing, so it is called at every start. */
export const requestApproval = async (session: RunSession, step: Step): Promise<void> => {
  const { documents, journal, conversation, clock } = session;
  const { id: runId, conversationId } = journal.run();
  const now = clock();
  const approval: Work = {
    id: workIdOf(runId, step.index),
    kind: 'approval',
    state: 'open',
    title: step.name,
    conversationId,
    contactId: conversation.contactId,
    leadId: conversation.leadId,
    createdBy: `agent:${step.agent}`,
    dueAt: NEVER,
    approval: { runId, step: step.index, agent: step.agent, tool: step.name, arguments: toolInputOf(step).arguments },
    createdAt: now,
    updatedAt: now,
  };
  await documentsAs(documents, `agent:${step.agent}`).work.insertOnce(approval);
};

/** Withdraws an approval of a run that has ended, since there is nothing left to decide. */
export const withdrawApproval = async (
  { documents, journal, clock }: Pick<RunSession, 'documents' | 'journal' | 'clock'>,
  step: Step,
): Promise<void> => {
  await documents.work.update(workIdOf(journal.run().id, step.index), (current) =>
    current.state === 'open' ? { ...current, state: 'cancelled', updatedAt: clock() } : current,
  );
  journal.settle({ ...step, state: 'dropped', endedAt: clock() });
};

const isPending = async ({ documents, journal, conversation }: RunSession, tool: string): Promise<boolean> => {
  const { conversationId } = journal.run();
  const query = {
    index: ['contactId', 'kind', 'state', 'dueAt'],
    equals: [conversation.contactId, 'approval', 'open'],
    limit: OPEN_APPROVALS,
  };
  for await (const page of eachPage(documents.work, query)) {
    if (page.some((each) => each.conversationId === conversationId && each.approval?.tool === tool)) return true;
  }
  return false;
};
