import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangedMeanwhile } from '../../forms/changed-meanwhile.tsx';
import { useForm } from '../../forms/use-form.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { Editable } from '../../ui/editable.tsx';
import { SyncedDetail } from '../sync/synced-detail.tsx';
import { changeLead, type LeadField, pathOf, textOf } from './lead-change.ts';
import { useLeadChange } from './use-lead-change.ts';

type LeadText = { readonly text: string };

type LeadDetailProps = { readonly lead: Lead; readonly field: LeadField; readonly children: ReactNode };

/** A field of the lead, which its reader may change where it stands. */
export const LeadDetail = ({ lead, field, children }: LeadDetailProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = roleOf(useSession());
  const saveLead = useLeadChange();
  const label = t(field === 'title' ? 'leads.field.name' : `leads.field.${field}`);
  const form = useForm<Lead, LeadText>(lead, {
    read: (shown) => ({ text: textOf(shown, field, language) }),
    write: (shown, { text }) => writeText(shown, field, text),
  });
  const problemOf = (text: string): string | undefined => {
    const next = text === textOf(lead, field, language) ? lead : changeLead(lead, field, text);
    return typeof next === 'string' ? t(`leads.edit.${next}`) : undefined;
  };
  return (
    <SyncedDetail collection="leads" document={lead} path={pathOf(field)} label={label}>
      <Editable
        label={label}
        action={t('leads.edit.action', { field: label })}
        value={form.fields.text}
        onChange={(text) => form.change({ text })}
        mayEdit={role !== undefined && may(role, 'leads', 'change')}
        problemOf={problemOf}
        {...(field === 'need' && { isLong: true })}
        onCancel={form.reset}
        onSave={() => saveLead(form, lead, field)}
        note={<ChangedMeanwhile form={form} name="text" collection="leads" document={lead} path={pathOf(field)} />}
      >
        {children}
      </Editable>
    </SyncedDetail>
  );
};

/** What does not fit changes nothing: the form has told of it. */
const writeText = (lead: Lead, field: LeadField, text = ''): Lead => {
  const changed = changeLead(lead, field, text);
  return typeof changed === 'string' ? lead : changed;
};
