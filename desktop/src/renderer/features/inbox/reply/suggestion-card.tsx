import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { CornerDownLeft, SendHorizontal, Sparkles, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { shortcuts, useShortcuts } from '../../../base/shortcuts.ts';
import { useNow } from '../../../base/use-now.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Keys } from '../../../ui/keys.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { CitationChip } from '../messages/citation-chip.tsx';
import { citationKey, type Suggestion } from './suggestions.ts';

type SuggestionCardProps = {
  readonly suggestion: Suggestion;
  readonly lastMessage: Conversation['lastMessage'];
  readonly onUse: () => void;
  readonly onSend: () => void;
  readonly onDismiss: () => void;
};

/** A reply suggested by an agent, with its sources; it can be edited, sent as it is, or dismissed. */
export const SuggestionCard = ({ suggestion, lastMessage, onUse, onSend, onDismiss }: SuggestionCardProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { createdAt } = suggestion;
  const { text, citations } = suggestion.suggestion;
  const isOutdated = lastMessage.direction === 'inbound' && lastMessage.at > createdAt;
  useShortcuts({ useSuggestion: onUse });
  return (
    <section
      aria-label={t('inbox.suggestion.title')}
      className="mx-auto mb-2 flex max-w-3xl flex-col gap-2 rounded-card bg-agent-soft p-3"
    >
      <p className="flex items-center gap-1.5 text-12">
        <Sparkles size={12} aria-hidden className="shrink-0 text-agent" />
        <span className="font-medium text-agent">{t('inbox.suggestion.title')}</span>
        <time dateTime={new Date(createdAt).toISOString()} className="text-muted">
          {formatMoment({ at: createdAt, now, language }, t)}
        </time>
        <IconButton
          icon={X}
          label={t('inbox.suggestion.dismiss')}
          onClick={onDismiss}
          className="-my-2 -mr-1 ml-auto"
        />
      </p>
      {isOutdated && <p className="text-12 text-caution">{t('inbox.suggestion.outdated')}</p>}
      <Scroller aria-label={t('inbox.suggestion.text')} className="max-h-[min(220px,26dvh)]">
        <p className="text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">{text}</p>
      </Scroller>
      {citations.length > 0 && (
        <span className="flex min-w-0 flex-wrap gap-1">
          {citations.map((citation, index) => (
            <CitationChip key={citationKey(citation)} citation={citation} number={index + 1} />
          ))}
        </span>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onUse} className="max-panes:min-h-11">
          <CornerDownLeft size={16} aria-hidden />
          {t('inbox.suggestion.use')}
          <Keys keys={shortcuts.useSuggestion.keys} />
        </Button>
        <Button onClick={onSend} className="max-panes:min-h-11">
          <SendHorizontal size={16} aria-hidden />
          {t('inbox.suggestion.send')}
        </Button>
      </div>
    </section>
  );
};
