import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../../ui/copy-button.tsx';

/** The agent's original arguments, available on request. */
export const RawArguments = ({ tool, text }: { readonly tool: string; readonly text: string }) => {
  const { t } = useTranslation();
  return (
    <details className="text-12">
      <summary className="w-fit rounded-control py-1 text-muted hover:text-text max-panes:min-h-9 max-panes:py-2">
        {t('approvals.raw')}
      </summary>
      <div className="mt-1 rounded-control bg-surface-2 px-3 py-2">
        <pre className="font-mono text-12 [overflow-wrap:anywhere] whitespace-pre-wrap">{`${tool}\n${indented(text)}`}</pre>
      </div>
      <CopyButton label={t('approvals.copyRaw')} text={text} />
    </details>
  );
};

const indented = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // As it came.
  }
};
