import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { fillTemplate, placeholdersOf, type Template } from '@inbetwin/shared/entities/template.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { keyOfTemplate, templateOption, useTemplates } from '../../../parts/templates/use-templates.ts';
import { useSession } from '../../../session/session.ts';
import { askToPersist } from '../../../storage/persistence.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/fields/select-field.tsx';
import { TextField } from '../../../ui/fields/text-field.tsx';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';

type TemplateFormProps = { readonly conversation: Conversation; readonly onSent: () => void };

/** Chooses a template of the channel, fills it in, and sends it. */
export const TemplateForm = ({ conversation, onSent }: TemplateFormProps) => {
  const { t } = useTranslation();
  const { templates, failure } = useTemplates(conversation);
  const [chosen, setChosen] = useState<string>();
  const template = templates?.find((one) => keyOfTemplate(one) === chosen) ?? templates?.[0];
  if (!templates || !template) {
    const reason = failure === undefined ? 'reading' : 'unread';
    return <p className="text-13 text-muted">{t(`inbox.template.${templates ? 'none' : reason}`)}</p>;
  }
  return (
    <div className="flex flex-col gap-2 rounded-card border border-line bg-surface p-3">
      <SelectField
        label={t('inbox.template.label')}
        value={keyOfTemplate(template)}
        onChange={setChosen}
        options={templates.map(templateOption)}
      />
      <FilledTemplate key={keyOfTemplate(template)} conversation={conversation} template={template} onSent={onSent} />
    </div>
  );
};

type FilledTemplateProps = TemplateFormProps & { readonly template: Template };

const FilledTemplate = ({ conversation, template, onSent }: FilledTemplateProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { user } = useSession();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const names = placeholdersOf(template);
  const parameters = names.map((name) => ({ name, value: (values[name] ?? '').trim() }));
  const text = fillTemplate(template, parameters);
  const isFilled = parameters.every(({ value }) => value !== '');

  const send = async (): Promise<void> => {
    if (!user || !isFilled) return;
    const { name, language } = template;
    const author = { id: user.id, name: user.name };
    try {
      await sendReply(workspace, { conversation, text, author, template: { name, language, parameters } });
      onSent();
      await askToPersist();
    } catch (error) {
      reportFailure(error);
    }
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {names.map((name) => (
        <TextField
          key={name}
          label={t('inbox.template.placeholder', { name })}
          value={values[name] ?? ''}
          onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          maxLength={1000}
          autoComplete="off"
        />
      ))}
      <p className="whitespace-pre-wrap rounded-card bg-surface-2 px-3 py-2 text-14 [overflow-wrap:anywhere]">{text}</p>
      {template.buttons && (
        <ul aria-label={t('inbox.choices')} className="flex flex-wrap gap-1">
          {template.buttons.map((button) => (
            <li key={button} className="rounded-control border border-line-strong px-2 text-12 text-muted">
              {button}
            </li>
          ))}
        </ul>
      )}
      <Button type="submit" look="primary" className="self-start" disabled={!isFilled || !user}>
        {t('inbox.template.send')}
      </Button>
    </form>
  );
};
