import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { useSettled } from '../../../base/use-settled.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { SelectField } from '../../../ui/fields/select-field.tsx';
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
  const wordsOf = ({ conversationId, messageId, createdAt }: (typeof runs)[number]): string => {
    const text = messageWords(messages?.get(messageId)) ?? t('runs.noMessage');
    const words = [customer?.(conversationId), cutText(text, LONGEST)].filter(Boolean).join(': ');
    return `${formatMoment({ at: createdAt, now, language }, t)} · ${words}`;
  };
  return (
    <SelectField
      label={t('agents.test.choose')}
      value={value ?? ''}
      onChange={onChange}
      options={runs.map((run) => ({ value: run.id, label: wordsOf(run) }))}
    />
  );
};
