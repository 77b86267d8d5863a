import type { Judgement } from '@inbetwin/shared/entities/judgement.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../app/report-failure.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { classNames } from '../../ui/class-names.ts';
import { fieldClass } from '../../ui/text-field.tsx';
import { ConflictMark } from '../sync/conflict-mark.tsx';
import { RecordConflicts } from '../sync/record-conflicts.tsx';
import { latestMarks } from './grades.ts';
import { setNote } from './judge.ts';

type JudgedStripProps = { readonly judgement: Judgement; readonly mayWrite: boolean };

/** That this query is in the team's set, with a place for why. */
export const JudgedStrip = ({ judgement, mayWrite }: JudgedStripProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  /** Undefined: as it is stored, whoever wrote it. */
  const [draft, setDraft] = useState<string>();
  const save = (): void => {
    if (draft !== undefined && draft.trim() !== (judgement.note ?? '')) {
      setNote(workspace, judgement.query, draft).catch(reportFailure);
    }
    setDraft(undefined);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="numbers shrink-0 text-muted">
        {t('searchLab.judged.marks', { count: latestMarks(judgement).length })}
      </p>
      <input
        aria-label={t('searchLab.judged.note')}
        placeholder={mayWrite ? t('searchLab.judged.notePlaceholder') : ''}
        value={draft ?? judgement.note ?? ''}
        maxLength={1000}
        readOnly={!mayWrite}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        className={classNames(fieldClass, 'h-8 min-w-48 flex-1 px-2 text-13 max-panes:basis-full')}
      />
      <ConflictMark collection="judgements" document={judgement} path="/note" />
      <RecordConflicts collection="judgements" document={judgement} marked={['/note']} noted={[]} />
    </div>
  );
};
