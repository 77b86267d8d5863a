import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import { ANSWERING_ID } from '@inbetwin/shared/entities/setting-kinds/answering.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../base/report-failure.ts';
import { RecordConflicts } from '../../parts/conflicts/record-conflicts.tsx';
import { ChangedMeanwhile } from '../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../parts/forms/unsaved-note.tsx';
import { useForm } from '../../parts/forms/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/fields/segmented.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Section } from '../../ui/layout/section.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

const MAX_HOURS = 720;
const USUAL_HOURS = '24';

/** After how long a conversation that a person answers goes back to the agents. */
export const HandBackField = ({ mayChange }: { readonly mayChange: boolean }) => {
  const { t } = useTranslation();
  const setting = useDocument('settings', ANSWERING_ID);
  if (setting === undefined) return null;
  const hours = setting?.answering?.handBackHours;
  return (
    <Section title={t('agents.handBack.title')}>
      <p className="text-muted">{t('agents.handBack.hint')}</p>
      {setting && <RecordConflicts collection="settings" document={setting} />}
      {mayChange ? (
        <HandBackForm setting={setting} />
      ) : (
        <div>
          <p>{hours === undefined ? t('agents.handBack.never') : t('agents.handBack.afterHours', { count: hours })}</p>
          <ChoiceHint hours={hours} />
        </div>
      )}
    </Section>
  );
};

/** Explains the choice; without `hours`, the conversation stays with the person. */
const ChoiceHint = ({ hours }: { readonly hours: number | string | undefined }) => {
  const { t } = useTranslation();
  return (
    <p className="text-12 text-muted">{t(`agents.handBack.${hours === undefined ? 'neverHint' : 'afterHint'}`)}</p>
  );
};

type Hours = {
  /** As typed; undefined means never. */
  readonly hours: string | undefined;
};

const hoursIn = ({ answering }: Setting): Hours => ({ hours: answering?.handBackHours?.toString() });

const withHours = (setting: Setting, { hours }: Partial<Hours>): Setting => {
  const { handBackHours: _, ...answering } = setting.answering ?? {};
  return { ...setting, answering: { ...answering, ...(hours !== undefined && { handBackHours: Number(hours) }) } };
};

const nothingSet = newSetting({ kind: 'answering' });

const HandBackForm = ({ setting }: { readonly setting: Setting | null }) => {
  const { t } = useTranslation();
  const { document, form, save } = useHandBackForm(setting);
  const typed = form.fields.hours;
  const isSound = typed === undefined || isHours(typed);
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSound) save();
      }}
    >
      <Segmented
        label={t('agents.handBack.title')}
        value={typed === undefined ? 'never' : 'after'}
        options={[
          { value: 'never', label: t('agents.handBack.never') },
          { value: 'after', label: t('agents.handBack.after') },
        ]}
        onChange={(chosen) =>
          form.change({ hours: chosen === 'never' ? undefined : (hoursIn(document).hours ?? USUAL_HOURS) })
        }
      />
      <ChoiceHint hours={typed} />
      {typed !== undefined && (
        <TextField
          label={t('agents.handBack.hours')}
          hint={t('agents.handBack.hoursHint', { count: MAX_HOURS })}
          inputMode="numeric"
          value={typed}
          aria-invalid={!isSound}
          onChange={(event) => form.change({ hours: event.target.value })}
          autoComplete="off"
          className="w-48"
        />
      )}
      <ChangedMeanwhile
        form={form}
        name="hours"
        collection="settings"
        document={document}
        path="/answering/handBackHours"
        absent={t('agents.handBack.never')}
      />
      <UnsavedNote form={form} />
      {form.isChanged && (
        <Button type="submit" look="primary" disabled={!isSound} className="max-panes:min-h-11">
          {t('action.save')}
        </Button>
      )}
    </form>
  );
};

const useHandBackForm = (setting: Setting | null) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const document = setting ?? nothingSet;
  const form = useForm<Setting, Hours>(
    document,
    { read: hoursIn, write: withHours },
    { collection: 'settings', id: document.id },
  );
  const save = (): void => {
    const isNew = setting === null;
    form
      .save((edit) => workspace.documents.settings.edit({ ...edit, isNew }))
      .then(() => toast(t('agents.handBack.saved')))
      .catch(reportFailure);
  };
  return { document, form, save };
};

const isHours = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MAX_HOURS;
