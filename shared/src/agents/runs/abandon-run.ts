import { handOver } from '../../conversations/hand-over.ts';
import { textWithAttachments } from '../../conversations/messages/name-attachments.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import { cutText } from '../../text/cut-text.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { wordsOf } from '../../wording/phrases.ts';
import { withdrawApproval } from '../steps/propose.ts';
import { storeReply } from '../steps/write-reply.ts';
import { readReplyStyle } from '../team/team-style.ts';
import { newRun, openJournal } from './journal.ts';
import { closingReplyOf, SUPERVISOR } from './run-steps.ts';
import { type RunSession, stepError } from './session.ts';

/** Ends the run as `failed`. A customer who has no reply yet gets a standard one, and a person is called. */
export const abandonRun = async (
  { documents, clock }: Pick<RunSession, 'documents' | 'clock'>,
  message: Message,
  cause: unknown,
  begun: Run = newRun(message),
): Promise<Run> => {
  const journal = await openJournal(documents, begun, clock);
  const run = journal.run();
  if (run.state === 'done' || run.state === 'failed') return run;
  const isAnswered = closingReplyOf(run)?.state === 'done';
  const error = stepError(cause, 'server.error');
  await withdrawAll({ documents, clock, journal });
  if (!isAnswered) {
    const handover = {
      reason: 'other',
      summary: cutText(textWithAttachments(message), 2000),
      at: message.createdAt,
      runId: run.id,
    } as const;
    const conversation = await documents.conversations.update(message.conversationId, (current) =>
      handOver(current, handover),
    );
    const language = detectLanguage(message.text) ?? conversation?.language ?? 'ru';
    const say = wordsOf({ style: await readReplyStyle(documents), at: clock() })(language);
    const reply = { text: say.received, citations: [] };
    await storeReply({ documents, message, clock }, { run, agent: SUPERVISOR, reply });
  }
  journal.add({
    agent: SUPERVISOR,
    kind: 'handover',
    name: 'failure',
    state: 'failed',
    input: {},
    error,
    endedAt: clock(),
  });
  return journal.end({ state: 'failed', outcome: isAnswered ? 'replied' : 'handed-over' });
};

/** Ends a follow-up's run as `failed`. Nobody waits for it, so nobody is notified. */
export const abandonFollowUp = async (
  { documents, clock, journal }: Pick<RunSession, 'documents' | 'clock' | 'journal'>,
  cause: unknown,
): Promise<Run> => {
  const recorded = await openJournal(documents, journal.run(), clock);
  const run = recorded.run();
  if (run.state === 'done' || run.state === 'failed') return run;
  const error = stepError(cause, 'server.error');
  await withdrawAll({ documents, clock, journal: recorded });
  const step = { agent: SUPERVISOR, kind: 'handover', name: 'failure', state: 'failed', input: {} } as const;
  recorded.add({ ...step, error, endedAt: clock() });
  return recorded.end({ state: 'failed', outcome: closingReplyOf(run)?.state === 'done' ? 'replied' : 'silent' });
};

/** Withdraws open approvals, since a decision would no longer have any effect. */
const withdrawAll = async (abandoned: Pick<RunSession, 'documents' | 'clock' | 'journal'>): Promise<void> => {
  const waiting = abandoned.journal.run().steps.filter(({ state }) => state === 'waiting' || state === 'approved');
  for (const step of waiting) await withdrawApproval(abandoned, step);
};
