import { noModelName } from '@inbetwin/shared/models/no-model/no-model.ts';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { TextField } from '../../../ui/fields/text-field.tsx';
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
  const named = first !== undefined && value === first ? '' : value;
  const isGone = named !== '' && named !== noModelName && !others.includes(named);
  const hint = isGone
    ? 'agents.form.modelGoneHint'
    : named === noModelName
      ? 'agents.form.rulesHint'
      : 'agents.form.modelHint';
  const firstWords =
    first === undefined ? t('agents.form.firstModel') : t('agents.form.firstModelNamed', { name: first });
  return (
    <SelectField
      label={t('agents.form.modelName')}
      hint={t(hint)}
      value={named}
      disabled={disabled}
      onChange={onChange}
      options={[
        { value: '', label: firstWords },
        ...others.map((name) => ({ value: name, label: name })),
        { value: noModelName, label: t('agents.form.rules') },
        ...(isGone ? [{ value: named, label: t('agents.form.modelGone', { name: named }) }] : []),
      ]}
    />
  );
};
