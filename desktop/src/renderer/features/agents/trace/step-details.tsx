import { replyOf } from '@inbetwin/shared/agents/replay/diff-runs.ts';
import { workIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';
import { guardOf } from '@inbetwin/shared/guardrails/judge-reply.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFull } from '../../../i18n/format.ts';
import { wordFor } from '../../../i18n/i18n.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { usePeople } from '../../../parts/conflicts/people.ts';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { useSession } from '../../../session/session.ts';
import { LongText } from './long-text.tsx';
import {
  candidatesIn,
  foundBy,
  guardsIn,
  isHandedBack,
  isNotPerformed,
  modelOutputIn,
  passagesIn,
  readable,
  routeIn,
  toldIn,
  toolInputIn,
} from './step-content.ts';

type StepProps = { readonly run: Run; readonly step: Step };

/** The input and result of a step. */
export const StepDetails = ({ run, step }: StepProps) => {
  const { t } = useTranslation();
  const { error } = step;
  const parts = [
    <Routed key="route" step={step} />,
    <Told key="told" step={step} />,
    <Said key="model" step={step} />,
    <Called key="tool" step={step} />,
    <Replied key="reply" run={run} step={step} />,
  ];
  return (
    <div className="flex flex-col gap-3 pt-2">
      {parts}
      {step.state === 'waiting' && (
        <Link
          to="/approvals/$approvalId"
          params={{ approvalId: workIdOf(run.id, step.index) }}
          className="self-start rounded-control text-accent hover:underline"
        >
          {t('runs.detail.toApproval')}
        </Link>
      )}
      {error && (
        <Part label={t('runs.detail.error')}>
          <p className="text-danger [overflow-wrap:anywhere]">{error.message}</p>
          <p className="font-mono text-12 text-muted">{error.code}</p>
        </Part>
      )}
      {step.kind === 'event' && <Happened step={step} />}
    </div>
  );
};

const Part = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <h3 className="text-12 font-medium text-muted">{label}</h3>
    {children}
  </div>
);

const Routed = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const { agentName } = useAgentWords();
  const route = routeIn(step);
  const candidates = candidatesIn(step);
  if (!route) return null;
  return (
    <>
      {step.error && <p className="text-caution">{t('runs.detail.byRules')}</p>}
      {isHandedBack(step) && <p>{t('runs.detail.handedBack')}</p>}
      {candidates && (
        <Part label={t('runs.detail.candidates')}>
          <p>{candidates.map(agentName).join(', ')}</p>
        </Part>
      )}
      <Part label={t('runs.detail.agents')}>
        <ul>
          {route.agents.map(({ name, after }) => (
            <li key={name}>
              {after.length === 0
                ? agentName(name)
                : t('runs.detail.after', { name: agentName(name), others: after.map(agentName).join(', ') })}
            </li>
          ))}
        </ul>
      </Part>
      <Part label={t('runs.detail.mode')}>
        <p>{t(`runs.detail.modes.${route.mode}`)}</p>
      </Part>
    </>
  );
};

/** Collapsed, because it is long and the same for many steps. */
const Told = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const told = toldIn(step);
  if (told === undefined) return null;
  return (
    <details className="min-w-0">
      <summary className="w-fit rounded-control text-12 font-medium text-muted max-panes:py-2">
        {t('runs.detail.told')}
      </summary>
      <div className="flex flex-col gap-1 pt-1">
        <LongText isCode text={told} />
      </div>
    </details>
  );
};

const Said = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const { toolName } = useAgentWords();
  const output = modelOutputIn(step);
  const { input } = step;
  if (step.kind !== 'model') return null;
  const has = (flag: string): boolean =>
    typeof input === 'object' && input !== null && !Array.isArray(input) && input[flag] === true;
  return (
    <>
      {has('fallback') && <p className="text-caution">{t('runs.detail.fallback')}</p>}
      {has('lastWord') && <p className="text-muted">{t('runs.detail.lastWord')}</p>}
      {output && (
        <Part label={t('runs.detail.text')}>
          {output.text.trim() === '' ? (
            <p className="text-muted">{t('runs.detail.noText')}</p>
          ) : (
            <LongText text={output.text} />
          )}
        </Part>
      )}
      {output && output.toolCalls.length > 0 && (
        <Part label={t('runs.detail.calls')}>
          {output.toolCalls.map(({ id, name, arguments: text }) => (
            <div key={id} className="flex flex-col gap-1">
              <p>{toolName(name)}</p>
              <LongText isCode text={readable(text)} />
            </div>
          ))}
        </Part>
      )}
    </>
  );
};

const Called = ({ step }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const input = toolInputIn(step);
  const passages = passagesIn(step);
  if (!input) return null;
  return (
    <>
      <Part label={t('runs.detail.arguments')}>
        <LongText isCode text={readable(input.arguments)} />
      </Part>
      {input.approval && <Approval approval={input.approval} />}
      {isNotPerformed(step) && <p className="text-caution">{t('runs.compare.notPerformed')}</p>}
      {passages ? (
        <Part label={t('runs.detail.passages')}>
          {passages.length === 0 && <p className="text-muted">{t('runs.detail.nothingFound')}</p>}
          <ol className="flex flex-col gap-2">
            {passages.map(({ passageId, sourceId, title, text }, at) => (
              <li key={passageId} className="border-l-2 border-line pl-3">
                <PassageLink
                  sourceId={sourceId}
                  passageId={passageId}
                  className="numbers font-medium text-accent hover:underline"
                >
                  {at + 1}. {title}
                </PassageLink>
                <LongText isOneOfMany text={text} />
              </li>
            ))}
          </ol>
        </Part>
      ) : (
        step.output !== undefined &&
        !isNotPerformed(step) && (
          <Part label={t('runs.detail.result')}>
            <LongText isCode text={readable(step.output)} />
          </Part>
        )
      )}
    </>
  );
};

/** Anything else that was recorded with the event, such as a guard's findings. */
const Happened = ({ step: { input } }: { readonly step: Step }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const guard = guardOf(input);
  if (guard) {
    return (
      <>
        <p className="text-caution">{t('runs.detail.why', { reason: guard.reason[language] })}</p>
        <Part label={t('runs.detail.found')}>
          <LongText isCode text={foundBy(input)} />
        </Part>
      </>
    );
  }
  const isEmpty = typeof input !== 'object' || input === null || Object.keys(input).length === 0;
  if (isEmpty) return <p className="text-muted">{t('runs.detail.nothing')}</p>;
  return (
    <Part label={t('runs.detail.noted')}>
      <LongText isCode text={readable(input)} />
    </Part>
  );
};

type ApprovalProps = { readonly approval: { readonly by: string; readonly at: number; readonly changed: boolean } };

const Approval = ({ approval: { by, at, changed } }: ApprovalProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = usePersonName()(by);
  return (
    <Part label={t('runs.detail.approval')}>
      <p>
        {t('runs.detail.approvedBy', { name, time: formatFull(at, language) })}
        {changed && `, ${t('runs.detail.changed')}`}
      </p>
    </Part>
  );
};

/** A colleague's name, if this device knows it. */
export const usePersonName = (): ((id: string) => string) => {
  const { t } = useTranslation();
  const { user } = useSession();
  const people = usePeople();
  return (id) => (id === user?.id ? t('sync.who.you') : (people.get(id) ?? t('sync.who.colleague')));
};

const Replied = ({ run, step }: StepProps) => {
  const { t } = useTranslation();
  if (step.kind !== 'reply' || step.name === 'notice') return null;
  const reply = replyOf(run);
  if (!reply) return null;
  const judgedBy = guardsIn(step);
  return (
    <>
      <Part label={t('runs.detail.text')}>
        <LongText text={reply.text} />
      </Part>
      {judgedBy.length > 0 && (
        <Part label={t('runs.detail.judged')}>
          <p>{judgedBy.map((name) => wordFor('runs.guard', name) ?? name).join(', ')}</p>
        </Part>
      )}
      {reply.citations.length > 0 && (
        <Part label={t('runs.detail.sources')}>
          <ul className="flex flex-col gap-1">
            {reply.citations.map(({ passageId, sourceId, title, quote }) => (
              <li key={`${passageId}:${quote}`}>
                <PassageLink sourceId={sourceId} passageId={passageId} className="text-accent hover:underline">
                  {title}
                </PassageLink>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  );
};
