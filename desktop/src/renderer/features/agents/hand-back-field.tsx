import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../app/report-failure.ts';
import { useDocument } from '../../app/use-documents.ts';
import { useWorkspace } from '../../database/use-live.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { RecordConflicts } from '../sync/record-conflicts.tsx';
import { ANSWERING, saveAnswering } from './save-answering.ts';

const MAX_HOURS = 720;
const USUAL_HOURS = '24';

/** When a conversation that a person has goes back to the agents by itself. */
export const HandBackField = ({ mayChange }: { readonly mayChange: boolean }) => {
  const { t } = useTranslation();
  const setting = useDocument('settings', ANSWERING);
  if (setting === undefined) return null;
  const hours = setting?.answering?.handBackHours;
  return (
    <Section title={t('agents.handBack.title')}>
      <p className="text-muted">{t('agents.handBack.hint')}</p>
      {setting && <RecordConflicts collection="settings" document={setting} />}
      {mayChange ? (
        <HandBackForm key={hours} hours={hours} />
      ) : (
        <p>{hours === undefined ? t('agents.handBack.never') : t('agents.handBack.afterHours', { count: hours })}</p>
      )}
    </Section>
  );
};

const HandBackForm = ({ hours }: { readonly hours: number | undefined }) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const stored = hours === undefined ? undefined : String(hours);
  /** As typed; undefined: never. */
  const [typed, setTyped] = useState(stored);
  const isSound = typed === undefined || isHours(typed);
  const save = (): void => {
    saveAnswering(workspace, ({ handBackHours: _, ...rest }) => ({
      ...rest,
      ...(typed !== undefined && { handBackHours: Number(typed) }),
    }))
      .then(() => toast(t('agents.handBack.saved')))
      .catch(reportFailure);
  };
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
        onChange={(chosen) => setTyped(chosen === 'never' ? undefined : (stored ?? USUAL_HOURS))}
      />
      {typed !== undefined && (
        <TextField
          label={t('agents.handBack.hours')}
          hint={t('agents.handBack.hoursHint', { count: MAX_HOURS })}
          inputMode="numeric"
          value={typed}
          aria-invalid={!isSound}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          className="w-48"
        />
      )}
      {typed !== stored && (
        <Button type="submit" look="primary" disabled={!isSound} className="max-panes:min-h-11">
          {t('action.save')}
        </Button>
      )}
    </form>
  );
};

const isHours = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MAX_HOURS;
