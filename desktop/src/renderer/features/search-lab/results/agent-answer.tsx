import type { ExtractedAnswer } from '@inbetwin/shared/search/search-index.ts';
import { Bot, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { Section } from '../../../ui/layout/section.tsx';

/** The verbatim answer of an agent without a language model. */
export const AgentAnswer = ({ answer }: { readonly answer: ExtractedAnswer }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const confidence = t('searchLab.answer.confidence', { share: formatShare(answer.confidence, language) });
  return (
    <Section
      title={t('searchLab.answer.title')}
      action={<span className="numbers shrink-0 text-12 text-muted">{confidence}</span>}
    >
      {answer.answered ? (
        <ul className="flex flex-col gap-2 rounded-card bg-agent-soft px-3 py-2">
          {answer.quotes.map(({ passageId, sourceId, title, text, start }) => (
            <li key={`${passageId} ${start}`} className="flex gap-2">
              <Bot size={16} aria-hidden className="mt-0.5 shrink-0 text-agent" />
              <div className="min-w-0">
                <blockquote className="text-14 [overflow-wrap:anywhere]">{text}</blockquote>
                <PassageLink
                  sourceId={sourceId}
                  passageId={passageId}
                  className="text-12 text-muted underline [overflow-wrap:anywhere]"
                >
                  {title}
                </PassageLink>
              </div>
            </li>
          ))}
        </ul>
      ) : (
        <p className="flex items-start gap-2 rounded-card bg-surface-2 px-3 py-2">
          <SearchX size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
          {t('searchLab.answer.none')}
        </p>
      )}
    </Section>
  );
};
