import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Work } from '@inbetwin/shared/entities/work.ts';
import type { Approval } from '@inbetwin/shared/entities/work-kinds/approval.ts';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Sparkles } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnePane } from '../../base/use-media.ts';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import type { Decision } from '../../parts/approvals/decide.ts';
import { useApprovalWords } from '../../parts/approvals/use-approval-words.ts';
import { UnsavedNote } from '../../parts/forms/unsaved-note.tsx';
import { roleOf, useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ArgumentForm } from './arguments/argument-form.tsx';
import { ArgumentList } from './arguments/argument-list.tsx';
import { RawArguments } from './arguments/raw-arguments.tsx';
import { readArguments } from './arguments/tool-arguments.ts';
import { DecisionBar } from './decision-bar.tsx';
import { DecisionNote } from './decision-note.tsx';
import { LateDraft } from './late-draft.tsx';
import { RefuseForm } from './refuse-form.tsx';
import { useDecisionForm } from './use-decision-form.ts';
import { WhySection } from './why-section.tsx';

type ApprovalDetailProps = {
  readonly approval: Work;
  readonly about: Approval;
  readonly onLeave: () => void;
  readonly onDecided: () => void;
};

/** What the person is doing with a pending request. */
type Task = 'read' | 'change' | 'refuse';

/** `closed`: it is decided; `watch`: it waits for somebody else who may decide it. */
const stageOf = (approval: Work, mayDecide: boolean, task: Task): Task | 'closed' | 'watch' => {
  if (approval.state !== 'open') return 'closed';
  return mayDecide ? task : 'watch';
};

/** One request: the action, the customer, the reason, and the decision. */
export const ApprovalDetail = ({ approval, about, onLeave, onDecided }: ApprovalDetailProps) => {
  const { t } = useTranslation();
  const role = roleOf(useSession());
  const words = useApprovalWords();
  const { form, settle, isDeciding } = useDecisionForm({ approval, about });
  const [task, setTask] = useState<Task>('read');
  const leave = useCallback(() => setTask('read'), []);
  const stage = stageOf(approval, role !== undefined && may(role, 'work/approval', 'change'), task);

  const decide = async (decision: Decision): Promise<void> => {
    if (await settle(decision)) onDecided();
    setTask('read');
  };

  return (
    <div className="flex h-full flex-col">
      <DetailHeader approval={approval} about={about} onLeave={onLeave} />
      <Scroller aria-label={words.action(about.tool)} className="flex-1">
        <div className="mx-auto flex max-w-3xl flex-col gap-5 px-6 py-4 max-panes:px-4">
          <DecisionNote approval={approval} about={about} />
          {stage === 'closed' && !isDeciding && <LateDraft form={form} tool={about.tool} />}
          {stage === 'read' && <UnfinishedDecision form={form} onGoOn={setTask} />}
          <ForWhom approval={approval} />
          <Section title={t(stage === 'closed' ? 'approvals.asked' : 'approvals.what')}>
            {stage === 'change' ? (
              <ArgumentForm
                tool={about.tool}
                original={about.arguments}
                draft={form.fields.arguments}
                onChange={(next) => form.change({ arguments: next })}
                onLeave={leave}
                onApprove={(changed) => void decide({ state: 'approved', ...(changed !== undefined && { changed }) })}
                note={<UnsavedNote form={form} />}
              />
            ) : (
              <Arguments about={about} />
            )}
          </Section>
          <WhySection approval={approval} />
        </div>
      </Scroller>
      {stage === 'watch' && (
        <p className="border-t border-line px-6 py-3 text-muted max-panes:px-4">{t('approvals.mayNot')}</p>
      )}
      {stage === 'refuse' && (
        <RefuseForm
          reason={form.fields.reason}
          onChange={(reason) => form.change({ reason })}
          onLeave={leave}
          onRefuse={(reason) => void decide({ state: 'refused', ...(reason && { reason }) })}
          note={<UnsavedNote form={form} />}
        />
      )}
      {stage === 'read' && (
        <DecisionBar
          hasDraft={'arguments' in form.changes}
          onApprove={() => void decide({ state: 'approved' })}
          onChange={() => setTask('change')}
          onRefuse={() => setTask('refuse')}
        />
      )}
    </div>
  );
};

type UnfinishedDecisionProps = {
  readonly form: ReturnType<typeof useDecisionForm>['form'];
  readonly onGoOn: (task: Task) => void;
};

/** Offers to continue with unsent input from earlier. */
const UnfinishedDecision = ({ form, onGoOn }: UnfinishedDecisionProps) => {
  const { t } = useTranslation();
  return (
    <UnsavedNote form={form} isClosed>
      <Button
        look="quiet"
        className="max-panes:min-h-11"
        onClick={() => onGoOn('arguments' in form.changes ? 'change' : 'refuse')}
      >
        {t('approvals.draft.goOn')}
      </Button>
    </UnsavedNote>
  );
};

const DetailHeader = ({ approval, about, onLeave }: Omit<ApprovalDetailProps, 'onDecided'>) => {
  const { t } = useTranslation();
  const onePane = useOnePane();
  const language = useLanguage();
  const now = useNow();
  const words = useApprovalWords();
  const Heading = onePane ? 'h1' : 'h2';
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line px-6 py-2 max-panes:px-2">
      {onePane && <IconButton icon={ArrowLeft} label={t('action.back')} onClick={onLeave} />}
      <div className="min-w-0 flex-1">
        <Heading className="truncate text-16 font-semibold">{words.action(about.tool)}</Heading>
        <p className="flex min-w-0 items-center gap-1.5 text-12 text-muted">
          <Sparkles size={12} aria-hidden className="shrink-0 text-agent" />
          <span className="truncate" title={formatFull(approval.createdAt, language)}>
            {approval.state === 'open'
              ? `${t('approvals.wants')} · ${formatMoment({ at: approval.createdAt, now, language }, t)}`
              : words.state(approval)}
          </span>
        </p>
      </div>
    </header>
  );
};

const Arguments = ({ about }: { readonly about: Approval }) => {
  const written = readArguments(about.arguments);
  const changed = about.changed === undefined ? undefined : readArguments(about.changed);
  return (
    <>
      {written && <ArgumentList tool={about.tool} args={changed ?? written} {...(changed && { instead: written })} />}
      <RawArguments tool={about.tool} text={about.arguments} />
    </>
  );
};

const ForWhom = ({ approval: { contactId, conversationId } }: { readonly approval: Work }) => {
  const { t } = useTranslation();
  const contact = useDocument('contacts', contactId);
  const conversation = useDocument('conversations', conversationId);
  if (!contact) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-14">
      <Link
        to="/contacts/$contactId"
        params={{ contactId: contact.id }}
        title={t('contacts.open')}
        className="min-w-0 font-medium [overflow-wrap:anywhere] hover:underline"
      >
        {contact.name || t('contacts.unnamed')}
      </Link>
      {conversation && <ChannelMark channel={conversation.channel} named />}
      {conversation && (
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId: conversation.id }}
          className="text-13 text-accent hover:underline"
        >
          {t('approvals.openConversation')}
        </Link>
      )}
    </p>
  );
};
