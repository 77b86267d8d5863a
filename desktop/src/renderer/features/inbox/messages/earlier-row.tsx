import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import type { EarlierOnServer } from './use-earlier.ts';

/** Above the first message: earlier ones are on the server, and what becomes of downloading them. */
export const EarlierRow = ({ earlier: { state, load } }: { readonly earlier: EarlierOnServer }) => {
  const { t } = useTranslation();
  if (state === 'none') return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-2 pb-2 text-center text-13 text-muted">
      <span role="status">{state !== 'there' && t(`inbox.earlierOnServer.${state}`)}</span>
      {state === 'there' && (
        <Button look="quiet" onClick={load}>
          {t('inbox.earlierOnServer.there')}
        </Button>
      )}
      {state === 'failed' && (
        <Button look="quiet" onClick={load}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
};
