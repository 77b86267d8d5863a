import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Switch } from '../../../ui/fields/switch.tsx';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { MAX_TITLE, problemsOf } from './agent-form.ts';
import { AudienceFields } from './audience-fields.tsx';
import type { FieldsPart } from './fields-part.ts';
import { KnowledgeField } from './knowledge-field.tsx';
import { LongField } from './long-field.tsx';
import { ModelFields } from './model-fields.tsx';
import { ToolFields } from './tool-fields.tsx';

type AgentFieldsProps = Omit<FieldsPart, 'problems'> & { readonly agent: Agent };

export const AgentFields = ({ agent, fields, disabled, meanwhile, onChange }: AgentFieldsProps) => {
  const { t } = useTranslation();
  const problems = problemsOf(fields);
  const part = { fields, problems, disabled, meanwhile, onChange };
  return (
    <div className="flex flex-col gap-6">
      <IdentityFields {...part} />
      {agent.answers && !agent.followsUp && (
        <>
          <AudienceFields {...part} />
          <KnowledgeField {...part} />
        </>
      )}
      <PromptFields {...part} />
      <Section title={t('agents.form.tools')}>
        <ToolFields
          chosen={fields.tools}
          approvals={fields.approvals}
          disabled={disabled}
          onChosen={(tools) => onChange({ tools })}
          onApprovals={(approvals) => onChange({ approvals })}
        />
        {meanwhile('tools')}
        {meanwhile('approvals')}
      </Section>
      <ModelFields {...part} />
      <LimitFields {...part} />
    </div>
  );
};

const IdentityFields = ({ fields, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  return (
    <>
      <div className="flex flex-col gap-1">
        <Switch
          label={t('agents.form.enabled')}
          checked={fields.enabled}
          disabled={disabled}
          onChange={(enabled) => onChange({ enabled })}
        />
        {!fields.enabled && <p className="text-12 text-muted">{t('agents.form.isOff')}</p>}
        {meanwhile('enabled')}
      </div>
      {fields.title !== undefined && (
        <TextField
          label={t('agents.form.title')}
          hint={t(problems.has('title') ? 'agents.form.badTitle' : 'agents.form.titleHint')}
          value={fields.title}
          maxLength={MAX_TITLE}
          disabled={disabled}
          aria-invalid={problems.has('title')}
          onChange={(event) => onChange({ title: event.target.value })}
          autoComplete="off"
        />
      )}
      {meanwhile('title')}
    </>
  );
};

const PromptFields = ({ fields, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  return (
    <Section title={t('agents.form.prompt')}>
      <p className="text-12 text-muted">{t('agents.form.promptHint')}</p>
      {(['ru', 'en'] as const).map((language) => (
        <Fragment key={language}>
          <LongField
            label={t(`agents.form.${language}`)}
            language={language}
            value={fields[language]}
            disabled={disabled}
            problem={problems.has(language) ? t('agents.form.tooLong') : undefined}
            onChange={(value) => onChange({ [language]: value })}
          />
          {meanwhile(language)}
        </Fragment>
      ))}
    </Section>
  );
};

const LimitFields = ({ fields, problems, disabled, meanwhile, onChange }: FieldsPart) => {
  const { t } = useTranslation();
  const limits = [
    { name: 'steps', hint: t('agents.form.stepsHint') },
    { name: 'tokens', hint: t('agents.form.noLimit') },
    { name: 'cost', hint: t('agents.form.noLimit') },
  ] as const;
  return (
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
      {limits.map(({ name }) => (
        <Fragment key={name}>{meanwhile(name)}</Fragment>
      ))}
    </Section>
  );
};
