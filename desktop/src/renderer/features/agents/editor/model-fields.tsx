import { noModelName } from '@inbetwin/shared/models/no-model/no-model.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';
import { fieldClass, TextField } from '../../../ui/fields/text-field.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { useTeamSetting } from '../../../workspace/live/use-team-setting.ts';
import type { FieldsPart } from './fields-part.ts';

/** The model and its parameters. If no model is configured, a note says so, because there is nothing to choose. */
export const ModelFields = ({ fields, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  const team = useTeamSetting();
  return (
    <Section title={t('agents.form.model')}>
      {team?.model === null ? (
        <p className="text-muted">{t('agents.form.noModel')}</p>
      ) : (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] gap-3 max-panes:grid-cols-1">
          <ModelChoice
            first={team?.model}
            others={team?.otherModels ?? []}
            value={fields.model}
            disabled={disabled}
            onChange={(model) => onChange({ model })}
          />
          <TextField
            label={t('agents.form.temperature')}
            hint={t(problems.has('temperature') ? 'agents.form.badTemperature' : 'agents.form.temperatureHint')}
            inputMode="decimal"
            value={fields.temperature}
            disabled={disabled}
            aria-invalid={problems.has('temperature')}
            onChange={(event) => onChange({ temperature: event.target.value })}
            autoComplete="off"
          />
        </div>
      )}
      {meanwhile('model')}
      {meanwhile('temperature')}
    </Section>
  );
};

type ModelChoiceProps = {
  /** Undefined until the server has stated it. */
  readonly first: string | undefined;
  readonly others: readonly string[];
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (name: string) => void;
};

const ModelChoice = ({ first, others, value, disabled, onChange }: ModelChoiceProps) => {
  const { t } = useTranslation();
  const id = useId();
  const named = first !== undefined && value === first ? '' : value;
  const isGone = named !== '' && named !== noModelName && !others.includes(named);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {t('agents.form.modelName')}
      </label>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={named}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(fieldClass, 'h-9 px-2 text-14 max-panes:h-11')}
      >
        <option value="">
          {first === undefined ? t('agents.form.firstModel') : t('agents.form.firstModelNamed', { name: first })}
        </option>
        {others.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={noModelName}>{t('agents.form.rules')}</option>
        {isGone && <option value={named}>{t('agents.form.modelGone', { name: named })}</option>}
      </select>
      <p id={`${id}-hint`} className="text-12 text-muted">
        {t(
          isGone
            ? 'agents.form.modelGoneHint'
            : named === noModelName
              ? 'agents.form.rulesHint'
              : 'agents.form.modelHint',
        )}
      </p>
    </div>
  );
};
