import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { createLead, type NewLead } from '@inbetwin/shared/leads/change-lead.ts';
import { changeContact } from '@inbetwin/shared/leads/contact-field.ts';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { reportFailure } from '../../base/report-failure.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useNamesakeWarning } from '../../parts/contact/use-namesake-warning.ts';
import { UnsavedNote } from '../../parts/forms/unsaved-note.tsx';
import { useDiscard } from '../../parts/forms/use-discard.ts';
import { useForm } from '../../parts/forms/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Panel } from '../../ui/layout/panel.tsx';
import { useWorkspace } from '../../workspace/live/use-live.ts';

const nobody: Contact = { id: 'new', kind: 'person', name: '', identities: [], createdAt: 0, updatedAt: 0 };
const empty: NewLead = { name: '', phone: '', email: '', need: '' };
const newLead = { collection: 'leads' } as const;

/** A form that creates a contact and a lead by hand, for example after a call; works offline. */
export const NewLeadPanel = ({ open }: { readonly open: boolean }) => {
  const { t } = useTranslation();
  return (
    <Panel
      open={open}
      onOpenChange={(next) => overlay.show(next ? 'new-lead' : undefined)}
      title={t('leads.newLead.title')}
    >
      <NewLeadForm />
    </Panel>
  );
};

const NewLeadForm = () => {
  const { t } = useTranslation();
  const { form, phone, email, save } = useNewLead();
  const discard = useDiscard();
  const { fields } = form;
  const [isTried, setIsTried] = useState(false);
  const field = (name: keyof typeof empty, maxLength: number) => ({
    name,
    label: t(`leads.newLead.${name}`),
    value: fields[name],
    maxLength,
    onChange: (event: { readonly target: { readonly value: string } }) => form.change({ [name]: event.target.value }),
  });
  const hintOf = ({ problem }: ReadField) =>
    isTried && problem !== undefined ? { hint: problem, 'aria-invalid': true } : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (phone.problem === undefined && email.problem === undefined) void save();
  };
  return (
    <form noValidate className="flex flex-col gap-3 p-4" onSubmit={submit}>
      <UnsavedNote form={form} />
      <TextField {...field('name', 200)} required data-autofocus autoComplete="off" />
      <div className="grid gap-3 panes:grid-cols-2">
        <TextField {...field('phone', 40)} type="tel" autoComplete="off" {...hintOf(phone)} />
        <TextField {...field('email', 254)} type="email" autoComplete="off" {...hintOf(email)} />
      </div>
      <TextField {...field('need', 300)} autoComplete="off" />
      <div className="flex justify-end gap-2 pt-1">
        <Button
          onClick={() => {
            discard(form);
            overlay.show(undefined);
          }}
        >
          {t('action.cancel')}
        </Button>
        <Button type="submit" look="primary" disabled={fields.name.trim() === ''}>
          {t('leads.newLead.save')}
        </Button>
      </div>
    </form>
  );
};

/** A field in the form in which it is stored, or what is wrong with it. */
type ReadField = { readonly value: string; readonly problem: string | undefined };

/** The unsaved lead; `save` creates it and opens its contact. */
const useNewLead = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const warnOfNamesake = useNamesakeWarning();
  const form = useForm<NewLead, NewLead>(empty, { read: (lead) => lead, write: (lead) => lead }, newLead);
  const { fields } = form;
  const read = (name: 'phone' | 'email'): ReadField => {
    const changed = changeContact(nobody, { field: name, text: fields[name], language });
    return typeof changed === 'string'
      ? { value: '', problem: t(`contacts.edit.${changed}`) }
      : { value: changed[name] ?? '', problem: undefined };
  };
  const [phone, email] = [read('phone'), read('email')];
  const save = async (): Promise<void> => {
    try {
      const { contactId } = await form.saveBy((id) =>
        createLead(workspace, { ...fields, phone: phone.value, email: email.value }, id),
      );
      overlay.show(undefined);
      await navigate({ to: '/contacts/$contactId', params: { contactId } });
      await warnOfNamesake(contactId);
    } catch (error) {
      reportFailure(error);
    }
  };
  return { form, phone, email, save };
};
