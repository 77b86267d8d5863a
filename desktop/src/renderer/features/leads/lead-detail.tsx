import { may } from '@inbetwin/shared/contracts/rights.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../i18n/use-language.ts';
import { roleOf, useSession } from '../../session/session.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { InlineForm } from '../../ui/inline-form.tsx';
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
  const { isEditing, begin, end, pencil } = useEditing();
  const value = textOf(lead, field, language);
  const problemOf = (text: string): string | undefined => {
    const next = text === value ? lead : changeLead(lead, field, text);
    return typeof next === 'string' ? t(`leads.edit.${next}`) : undefined;
  };
  return (
    <SyncedDetail collection="leads" document={lead} path={pathOf(field)} label={label}>
      {isEditing ? (
        <InlineForm
          label={label}
          value={value}
          problemOf={problemOf}
          {...(field === 'need' && { isLong: true })}
          onCancel={end}
          onSave={(text) => {
            end();
            if (text !== value) void change(field, text);
          }}
        />
      ) : (
        <span className="flex items-start gap-1">
          <span className="min-w-0 flex-1">{children}</span>
          {role !== undefined && may(role, 'leads', 'change') && (
            <IconButton
              ref={pencil}
              icon={Pencil}
              label={t('leads.edit.action', { field: label })}
              onClick={begin}
              className="-my-1.5 -mr-2 max-panes:-my-2.5"
            />
          )}
        </span>
      )}
    </SyncedDetail>
  );
};

/** When the form closes the focus goes back to what opened it. */
const useEditing = () => {
  const [isEditing, setIsEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) pencil.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  return { isEditing, pencil, begin: () => setIsEditing(true), end: () => setIsEditing(false) };
};
