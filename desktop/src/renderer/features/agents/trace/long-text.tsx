import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';

const SHOWN = 1500;
const SHOWN_OF_MANY = 280;

type LongTextProps = {
  readonly text: string;
  readonly isCode?: boolean;
  /** One of several texts side by side, of which less is shown. */
  readonly isOneOfMany?: boolean;
};

/** Shows the beginning of a text and the rest on request, so that nothing scrolls within the page. */
export const LongText = ({ text, isCode = false, isOneOfMany = false }: LongTextProps) => {
  const { t } = useTranslation();
  const [isWhole, setIsWhole] = useState(false);
  const shown = isOneOfMany ? SHOWN_OF_MANY : SHOWN;
  const isLong = text.length > shown;
  return (
    <>
      <p
        className={classNames(
          '[overflow-wrap:anywhere] whitespace-pre-wrap',
          isCode ? 'rounded-control bg-surface-2 px-2 py-1 font-mono text-12' : 'text-14',
        )}
      >
        {isLong && !isWhole ? cutText(text, shown) : text}
      </p>
      {isLong && !isWhole && (
        <button
          type="button"
          className="self-start rounded-control text-12 text-accent hover:underline max-panes:min-h-11"
          onClick={() => setIsWhole(true)}
        >
          {t('runs.detail.whole')}
        </button>
      )}
    </>
  );
};
