import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { errorCodeOf } from '../../base/error-code.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

type ErrorScreenProps = {
  readonly error: Error;
  /** The component stack of the error. */
  readonly stack?: string;
  readonly title?: string;
  readonly hint?: string;
  readonly onRetry: () => void;
};

/** Explains what happened, what is safe, and what to do; the error code can be copied. */
export const ErrorScreen = ({ error, stack, title, hint, onRetry }: ErrorScreenProps) => {
  const { t } = useTranslation();
  const code = errorCodeOf(error);
  return (
    <div role="alert" className="grid h-full place-items-center overflow-y-auto bg-bg p-6">
      <div className="flex max-w-md flex-col items-start gap-4">
        <CircleAlert size={24} className="text-danger" aria-hidden />
        <h1 className="text-20 font-semibold">{title ?? t('errors.title')}</h1>
        <p className="text-14 text-muted">{hint ?? t('errors.safe')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" onClick={onRetry}>
            {t('errors.reload')}
          </Button>
          <CopyButton
            label={`${t('errors.code')}: ${code}`}
            text={[code, error.message, error.stack, stack].filter(Boolean).join('\n')}
          />
        </div>
        <p className="max-h-24 max-w-full overflow-y-auto font-mono text-12 text-faint [overflow-wrap:anywhere]">
          {error.message}
        </p>
      </div>
    </div>
  );
};
