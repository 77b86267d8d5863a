import type { Source } from '@inbetwin/shared/entities/source.ts';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OriginalState } from '../../files/original-files.ts';
import { formatSize } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { saveFile } from '../../parts/device/download-file.ts';
import { useStoredFile } from '../../parts/files/use-stored-file.ts';
import { useSession } from '../../session/session.ts';
import { Button } from '../../ui/button.tsx';

/** The file that a source was imported from: where it is stored, and a button that saves it. */
export const OriginalFile = ({ source }: { readonly source: Source }) => {
  const { t } = useTranslation();
  const { isLocal } = useSession();
  const language = useLanguage();
  const { state, isLoading, missing, obtain } = useStoredFile(source.digest);
  const save = async (): Promise<void> => {
    const bytes = await obtain();
    if (bytes) saveFile(fileNameOf(source), bytes);
  };
  return (
    <section
      aria-label={t('knowledge.original.label')}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-13"
    >
      <span className="min-w-0 [overflow-wrap:anywhere]">{source.fileName ?? t('knowledge.original.label')}</span>
      <span className="numbers text-muted">{formatSize(source.size, language)}</span>
      {state && <Place state={state} isLocal={isLocal ?? false} />}
      <Button onClick={() => void save()} disabled={isLoading} aria-busy={isLoading} className="ml-auto">
        <Download size={16} aria-hidden />
        {t(isLoading ? 'knowledge.original.loading' : 'knowledge.original.save')}
      </Button>
      {missing && (
        <p role="status" className="basis-full text-caution">
          {t(isLocal ? 'knowledge.original.noneHere' : `knowledge.original.${missing}`)}
        </p>
      )}
    </section>
  );
};

type PlaceProps = { readonly state: OriginalState; readonly isLocal: boolean };

const Place = ({ state: { isHere, isSent, refusal }, isLocal }: PlaceProps) => {
  const { t } = useTranslation();
  if (isHere && refusal) {
    const reason = wordFor('knowledge.original.reason', refusal.code) ?? refusal.message;
    return <span className="text-danger">{t('knowledge.original.notSent', { reason })}</span>;
  }
  if (isHere) {
    return <span className="text-muted">{t(`knowledge.original.${isSent || isLocal ? 'here' : 'unsent'}`)}</span>;
  }
  return isLocal ? null : <span className="text-muted">{t('knowledge.original.elsewhere')}</span>;
};

const extensions: Readonly<Record<string, string>> = { 'text/markdown': '.md', 'text/csv': '.csv' };

const fileNameOf = ({ fileName, title, mediaType }: Source): string =>
  fileName ?? `${title}${extensions[mediaType] ?? '.txt'}`;
