import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { readFiles } from '../../files/unsent-files.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';
import { downloadFile } from './download-file.ts';
import type { ReadingUnsent } from './use-unsent.ts';

type UnsentSummaryProps = { readonly workspaceName: string; readonly unsent: ReadingUnsent };

/** Shows how much exists only on this device, with a button that saves it to a file. */
export const UnsentSummary = ({ workspaceName, unsent }: UnsentSummaryProps) => {
  const { t } = useTranslation();
  const { isLocal } = useSession();
  if (unsent === 'reading') return <p role="status">{t('device.unsent.reading')}</p>;
  if (unsent === 'unreadable') return <p role="status">{t('device.unsent.unreadable')}</p>;
  const { changes, drafts, forms, originals, unreadable } = unsent;
  const counts = [
    changes.length > 0
      ? t(isLocal ? 'local.only.records' : 'device.unsent.changes', { count: changes.length })
      : undefined,
    drafts.length > 0 ? t('device.unsent.drafts', { count: drafts.length }) : undefined,
    forms.length > 0 ? t('device.unsent.forms', { count: forms.length }) : undefined,
    originals.length > 0 ? t('device.unsent.originals', { count: originals.length }) : undefined,
  ].filter(Boolean);
  const download = async (): Promise<void> => {
    const files = await readFiles(workspaceName, originals);
    const at = new Date().toISOString();
    downloadFile(`inbetwin-unsent-${at.slice(0, 10)}.json`, {
      workspace: workspaceName,
      at,
      ...unsent,
      originals: files,
    });
  };
  return (
    <div className="flex flex-col items-start gap-2" role="status">
      {counts.length > 0 ? (
        <p className="font-medium text-text">
          {t(isLocal ? 'local.only.some' : 'device.unsent.some', { what: counts.join(', ') })}
        </p>
      ) : (
        unreadable.length === 0 && <p>{t(isLocal ? 'local.only.none' : 'device.unsent.none')}</p>
      )}
      {unreadable.length > 0 && <p className="text-danger">{t('device.unsent.partly')}</p>}
      {(counts.length > 0 || unsent.refused.length > 0) && (
        <Button onClick={() => void download().catch(reportFailure)}>
          <Download size={16} aria-hidden />
          {t(isLocal ? 'local.only.download' : 'device.unsent.download')}
        </Button>
      )}
    </div>
  );
};
