import { useTranslation } from 'react-i18next';
import { wordFor } from '../../i18n/i18n.ts';
import type { SessionProblem } from '../../session/problems.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Why the last attempt failed, or why the session ended. */
export const SessionErrorNotice = ({ error: { code } }: { readonly error: SessionProblem }) => {
  const { t } = useTranslation();
  return (
    <Notice tone="danger" live title={wordFor('signIn.error', code) ?? t('signIn.error.other')}>
      {code === 'auth.link_used' && <WaysToNewLink />}
      <span className="font-mono text-12 text-muted">{code}</span>
    </Notice>
  );
};

/** The command with which an operator of the server creates a new link; everyone else has to ask for one. */
const MAKE_LINK = 'npm run admin -- link';

const WaysToNewLink = () => {
  const { t } = useTranslation();
  return (
    <dl className="flex flex-col gap-2 pb-2">
      <div>
        <dt className="font-medium">{t('signIn.newLink.member')}</dt>
        <dd className="text-pretty">{t('signIn.newLink.ask')}</dd>
      </div>
      <div>
        <dt className="font-medium">{t('signIn.newLink.owner')}</dt>
        <dd className="text-pretty">{t('signIn.newLink.make')}</dd>
        <dd className="mt-1 flex flex-wrap items-center justify-between gap-x-2 rounded-control bg-surface px-2 py-1">
          <code className="font-mono text-12 whitespace-nowrap">{MAKE_LINK}</code>
          <CopyButton text={MAKE_LINK} label={t('signIn.newLink.copy')} />
        </dd>
      </div>
    </dl>
  );
};
