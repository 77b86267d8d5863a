import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/layout/section.tsx';
import { MAX_TOPICS } from './agent-form.ts';
import { Check } from './check.tsx';
import type { FieldsPart } from './fields-part.ts';
import { LongField } from './long-field.tsx';

/** Which messages the agent answers, by topic and language. */
export const AudienceFields = ({ fields, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  return (
    <Section title={t('agents.form.audience')}>
      <div className="flex flex-col gap-4">
        <LongField
          label={t('agents.form.topics')}
          hint={t('agents.form.topicsHint')}
          value={fields.topics}
          disabled={disabled}
          problem={problems.has('topics') ? t('agents.form.badTopics', { count: MAX_TOPICS }) : undefined}
          placeholder={t('agents.form.topicsExample')}
          onChange={(topics) => onChange({ topics })}
          className="min-h-16"
        />
        {meanwhile('topics')}
        <Languages
          chosen={fields.languages}
          disabled={disabled}
          problem={problems.has('languages') ? t('agents.form.badLanguages') : undefined}
          onChange={(languages) => onChange({ languages })}
        />
        {meanwhile('languages')}
      </div>
    </Section>
  );
};

type LanguagesProps = {
  readonly chosen: readonly Language[];
  readonly disabled: boolean;
  readonly problem: string | undefined;
  readonly onChange: (languages: readonly Language[]) => void;
};

const Languages = ({ chosen, disabled, problem, onChange }: LanguagesProps) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-hint`} className="min-w-0">
      <legend className="text-13 font-medium">{t('agents.form.languages')}</legend>
      <div className="flex flex-wrap gap-x-6">
        {languageSchema.options.map((language) => (
          <Check
            key={language}
            label={t(`agents.form.speaks.${language}`)}
            checked={chosen.includes(language)}
            disabled={disabled}
            onChange={(on) =>
              onChange(languageSchema.options.filter((each) => (each === language ? on : chosen.includes(each))))
            }
          />
        ))}
      </div>
      {problem && (
        <p role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
      <p id={`${id}-hint`} className="text-12 text-muted">
        {t('agents.form.languagesHint')}
      </p>
    </fieldset>
  );
};
