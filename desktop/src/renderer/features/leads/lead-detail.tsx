import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { Editable } from '../../ui/editable.tsx';
import { SyncedDetail } from '../sync/synced-detail.tsx';
import { changeLead, type LeadField, pathOf, textOf } from './lead-change.ts';
import { useLeadChange } from './use-lead-change.ts';

type LeadDetailProps = { readonly lead: Lead; readonly field: LeadField; readonly children: ReactNode };

/** A field of the lead, which its reader may change where it stands. */
export const LeadDetail = ({ lead, field, children }: LeadDetailProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const role = roleOf(useSession());
  const change = useLeadChange(lead);
  const label = t(field === 'title' ? 'leads.field.name' : `leads.field.${field}`);
  const value = textOf(lead, field, language);
  const problemOf = (text: string): string | undefined => {
    const next = text === value ? lead : changeLead(lead, field, text);
    return typeof next === 'string' ? t(`leads.edit.${next}`) : undefined;
  };
  return (
    <SyncedDetail collection="leads" document={lead} path={pathOf(field)} label={label}>
      <Editable
        label={label}
        action={t('leads.edit.action', { field: label })}
        value={value}
        mayEdit={role !== undefined && may(role, 'leads', 'change')}
        problemOf={problemOf}
        {...(field === 'need' && { isLong: true })}
        onSave={(text) => void change(field, text)}
      >
        {children}
      </Editable>
    </SyncedDetail>
  );
};
