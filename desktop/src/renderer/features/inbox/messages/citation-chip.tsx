import type { Citation } from '@inbetwin/shared/entities/declaring/fields.ts';
import { ArrowUpRight } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';

type CitationChipProps = { readonly citation: Citation; readonly number: number };

/** The source of an agent's answer; a click opens the passage. */
export const CitationChip = ({ citation, number }: CitationChipProps) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="numbers inline-flex h-6 max-w-full min-w-6 items-center justify-center gap-1 rounded-control border border-line-strong bg-surface px-1.5 text-12 text-agent hover:bg-surface-2 max-panes:h-8 max-panes:min-w-8">
        <span className="sr-only">{t('inbox.source')}</span>
        {number}
        <span className="min-w-0 truncate text-muted">{citation.title}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={citation.title}
          className="z-30 flex max-h-[min(340px,45dvh)] w-[min(420px,calc(100vw-24px))] flex-col gap-2 rounded-card bg-surface p-4 text-13 shadow-float animate-enter"
        >
          <PassageCard citation={citation} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

const PassageCard = ({ citation }: { readonly citation: Citation }) => {
  const { t } = useTranslation();
  const passage = useDocument('passages', citation.passageId);
  const [before, after] = splitAround(passage?.text ?? citation.quote, citation.quote);
  return (
    <>
      <p className="shrink-0 font-semibold [overflow-wrap:anywhere]">{citation.title}</p>
      <Scroller aria-label={citation.title} className="-mx-1 px-1">
        {passage?.question && <p className="pb-1 text-muted">{passage.question}</p>}
        <p className="text-14 [overflow-wrap:anywhere] whitespace-pre-wrap">
          {before}
          <mark>{citation.quote}</mark>
          {after}
        </p>
      </Scroller>
      {passage === null ? (
        <p className="shrink-0 text-12 text-muted">{t('inbox.sourceGone')}</p>
      ) : (
        <PassageLink
          sourceId={citation.sourceId}
          passageId={citation.passageId}
          className="inline-flex shrink-0 items-center gap-1 self-start text-accent underline-offset-2 hover:underline"
        >
          {t('inbox.openSource')}
          <ArrowUpRight size={14} aria-hidden />
        </PassageLink>
      )}
    </>
  );
};

/** The text before and after the quote; empty if the passage has changed since. */
const splitAround = (text: string, quote: string): readonly [string, string] => {
  const at = text.indexOf(quote);
  return at < 0 ? ['', ''] : [text.slice(0, at), text.slice(at + quote.length)];
};
