import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import type { SessionError } from '../../session/create-session.ts';
import { Notice } from '../../ui/notice.tsx';

/** Why the last attempt failed, or why the session ended. */
export const SessionErrorNotice = ({ error: { code } }: { readonly error: SessionError }) => {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" live title={wordFor('signIn.error', code) ?? t('signIn.error.other')}>
      {code === 'auth.link_used' && <p className="pb-1">{t('signIn.newLink')}</p>}
      <span className="font-mono text-12 text-muted">{code}</span>
    </Notice>
  );
};
