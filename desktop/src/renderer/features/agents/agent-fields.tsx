import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import { Section } from '../../ui/section.tsx';
import { Switch } from '../../ui/switch.tsx';
import { fieldClass, TextField } from '../../ui/text-field.tsx';
import { type AgentChanges, type AgentFields as Fields, problemsOf } from './agent-form.ts';
import { ToolFields } from './tool-fields.tsx';

type AgentFieldsProps = {
  readonly fields: Fields;
  /** Who may not change it reads it. */
  readonly disabled: boolean;
  readonly onChange: (changes: AgentChanges) => void;
};

export const AgentFields = ({ fields, disabled, onChange }: AgentFieldsProps) => {
  const { t } = useTranslation();
  const problems = problemsOf(fields);
  const limits = [
    { name: 'steps', hint: t('agents.form.stepsHint') },
    { name: 'tokens', hint: t('agents.form.noLimit') },
    { name: 'cost', hint: t('agents.form.noLimit') },
  ] as const;
  return (
    <div className="flex flex-col gap-6">
      <Switch
        label={t('agents.form.enabled')}
        checked={fields.enabled}
        disabled={disabled}
        onChange={(enabled) => onChange({ enabled })}
      />
      <Section title={t('agents.form.prompt')}>
        <p className="text-12 text-muted">{t('agents.form.promptHint')}</p>
        {(['ru', 'en'] as const).map((language) => (
          <Prompt
            key={language}
            label={t(`agents.form.${language}`)}
            language={language}
            value={fields[language]}
            disabled={disabled}
            {...(problems.has(language) && { problem: t('agents.form.tooLong') })}
            onChange={(value) => onChange({ [language]: value })}
          />
        ))}
      </Section>
      <Section title={t('agents.form.tools')}>
        <ToolFields
          chosen={fields.tools}
          approvals={fields.approvals}
          disabled={disabled}
          onChosen={(tools) => onChange({ tools })}
          onApprovals={(approvals) => onChange({ approvals })}
        />
      </Section>
      <Section title={t('agents.form.limits')}>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-3">
          {limits.map(({ name, hint }) => (
            <TextField
              key={name}
              label={t(`agents.form.${name}`)}
              hint={problems.has(name) ? t('agents.form.badNumber') : hint}
              inputMode={name === 'cost' ? 'decimal' : 'numeric'}
              value={fields[name]}
              disabled={disabled}
              aria-invalid={problems.has(name)}
              onChange={(event) => onChange({ [name]: event.target.value })}
              autoComplete="off"
            />
          ))}
        </div>
      </Section>
    </div>
  );
};

type PromptProps = {
  readonly label: string;
  readonly language: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly problem?: string;
  readonly onChange: (value: string) => void;
};

/** As tall as its text: nothing scrolls within the page. */
const Prompt = ({ label, language, value, disabled, problem, onChange }: PromptProps) => {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <textarea
        id={id}
        lang={language}
        value={value}
        readOnly={disabled}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(
          fieldClass,
          'field-sizing-content min-h-24 px-3 py-2 text-14 [overflow-wrap:anywhere]',
          disabled && 'bg-surface-2',
        )}
      />
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
    </div>
  );
};
