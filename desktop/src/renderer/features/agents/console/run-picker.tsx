import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { useSettled } from '../../../base/use-settled.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { useRun, useRunList } from '../../../workspace/live/use-runs.ts';
import { useCustomerNames } from '../monitor/use-customer-names.ts';
import { messageWords } from '../trace/message-words.ts';

const RECENT = 30;
const LONGEST = 80;

type RunPickerProps = {
  readonly value: string | undefined;
  readonly onChange: (runId: string) => void;
};

/** A choice among the runs that ended last; the latest one is selected by default. */
export const RunPicker = ({ value, onChange }: RunPickerProps) => {
  const { t } = useTranslation();
  const id = useId();
  const language = useLanguage();
  const now = useNow();
  const recent = useSettled(useRunList({ state: 'done' }, RECENT)?.items.slice(0, RECENT));
  const chosen = useRun(recent?.some((run) => run.id === value) ? undefined : value);
  const ended = recent ?? [];
  const runs = chosen ? [chosen, ...ended] : ended;
  const customer = useCustomerNames(runs.map(({ conversationId }) => conversationId));
  const messages = useDocuments(
    'messages',
    runs.map(({ messageId }) => messageId),
  );
  const first = runs[0]?.id;
  useEffect(() => {
    if (value === undefined && first !== undefined) onChange(first);
  }, [value, first, onChange]);
  if (recent && runs.length === 0) return <p className="text-muted">{t('agents.test.noRuns')}</p>;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {t('agents.test.choose')}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(fieldClass, 'h-9 px-2 text-13 max-panes:h-11')}
      >
        {runs.map(({ id: runId, conversationId, messageId, createdAt }) => {
          const text = messageWords(messages?.get(messageId)) ?? t('runs.noMessage');
          const name = customer?.(conversationId);
          const words = [name, cutText(text, LONGEST)].filter(Boolean).join(': ');
          return (
            <option key={runId} value={runId}>
              {`${formatMoment({ at: createdAt, now, language }, t)} · ${words}`}
            </option>
          );
        })}
      </select>
    </div>
  );
};
