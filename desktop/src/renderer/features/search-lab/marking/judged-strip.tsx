import type { Judgement } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { ConflictMark } from '../../../parts/conflicts/conflict-mark.tsx';
import { RecordConflicts } from '../../../parts/conflicts/record-conflicts.tsx';
import { ChangedMeanwhile } from '../../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../../parts/forms/unsaved-note.tsx';
import { useForm } from '../../../parts/forms/use-form.ts';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass } from '../../../ui/fields/text-field.tsx';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { latestMarks } from './grades.ts';
import { type Note, saveJudgement, withNote } from './judge.ts';

type JudgedStripProps = { readonly judgement: Judgement; readonly mayWrite: boolean };

/** Shows that the query belongs to the team's set, with a field for a note. */
export const JudgedStrip = ({ judgement, mayWrite }: JudgedStripProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const form = useForm<Judgement, Note>(
    judgement,
    { read: ({ note = '' }) => ({ note }), write: withNote },
    { collection: 'settings', id: judgement.id },
  );
  const save = (): void => void form.save((edit) => saveJudgement(workspace, edit)).catch(reportFailure);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="numbers shrink-0 text-muted">
        {t('searchLab.judged.marks', { count: latestMarks(judgement).length })}
      </p>
      <input
        aria-label={t('searchLab.judged.note')}
        placeholder={mayWrite ? t('searchLab.judged.notePlaceholder') : ''}
        value={form.fields.note}
        maxLength={1000}
        readOnly={!mayWrite}
        onChange={({ target }) => form.change({ note: target.value })}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
        className={classNames(fieldClass, 'h-8 min-w-48 flex-1 px-2 text-13 max-panes:basis-full')}
      />
      <UnsavedNote form={form} />
      <ChangedMeanwhile form={form} name="note" collection="settings" document={judgement} path="/note" />
      <ConflictMark collection="settings" document={judgement} path="/note" />
      <RecordConflicts collection="settings" document={judgement} marked={['/note']} noted={[]} />
    </div>
  );
};
