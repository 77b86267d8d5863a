import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../../i18n/i18n.ts';
import { Notice } from '../../../ui/notice.tsx';

/** Explains why a channel was not connected. */
export const ConnectFailure = ({ failure }: { readonly failure: unknown }) => {
  const { t } = useTranslation();
  const code = failure instanceof Failure ? failure.code : 'network';
  return (
    <Notice tone="danger" live title={wordFor('settings.channels.error', code) ?? t('errors.action')}>
      <span className="font-mono text-12 text-muted">{code}</span>
    </Notice>
  );
};
