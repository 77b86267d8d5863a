import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { editLead } from '@inbetwin/shared/leads/change-lead.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { TextDetail } from '../forms/text-detail.tsx';
import { changeLead, type LeadField, pathOf, putLeadFieldBack, textOf } from './lead-change.ts';

type LeadDetailProps = { readonly lead: Lead; readonly field: LeadField; readonly children: ReactNode };

/** A field of a lead that can be edited in place. */
export const LeadDetail = ({ lead, field, children }: LeadDetailProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const workspace = useWorkspace();
  const role = roleOf(useSession());
  return (
    <TextDetail
      collection="leads"
      document={lead}
      path={pathOf(field)}
      label={t(field === 'title' ? 'leads.field.name' : `leads.field.${field}`)}
      isLong={field === 'need'}
      mayEdit={role !== undefined && may(role, 'leads', 'change')}
      read={(shown) => textOf(shown, field, language)}
      change={(shown, text) => {
        const changed = changeLead(shown, field, text);
        return typeof changed === 'string' ? t(`leads.edit.${changed}`) : changed;
      }}
      putBack={(before, current) => putLeadFieldBack(before, field, current)}
      write={(...edits) => editLead(workspace, ...edits)}
    >
      {children}
    </TextDetail>
  );
};
