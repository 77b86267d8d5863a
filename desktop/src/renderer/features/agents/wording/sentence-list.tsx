import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { type SentenceGroup, type SentenceKey, sentenceGroups } from '@inbetwin/shared/entities/sentences.ts';
import { defaultSentence } from '@inbetwin/shared/wording/default-sentences.ts';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../ui/layout/section.tsx';
import { SentenceEditor } from './sentence-editor.tsx';
import { problemOfField, sentenceField } from './style-form.ts';
import type { StylePart } from './style-part.ts';

type SentenceListProps = StylePart & { readonly language: Language };

/** All sentences that the product says by itself, by what they are about; each opens to be edited. */
export const SentenceList = (part: SentenceListProps) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<SentenceKey>();
  return (Object.keys(sentenceGroups) as SentenceGroup[]).map((group) => (
    <Section key={group} title={t(`wording.group.${group}`)}>
      <ul className="flex flex-col">
        {sentenceGroups[group].map((key) => (
          <SentenceRow
            key={`${part.language}:${key}`}
            {...part}
            name={key}
            isOpen={open === key}
            onToggle={() => setOpen(open === key ? undefined : key)}
          />
        ))}
      </ul>
    </Section>
  ));
};

type SentenceRowProps = SentenceListProps & {
  readonly name: SentenceKey;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
};

const SentenceRow = (props: SentenceRowProps) => {
  const { t } = useTranslation();
  const { name, language, fields, isOpen, onToggle } = props;
  const own = fields[sentenceField(language, name)];
  const isBad = problemOfField(name, own) !== undefined;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="focus-inset flex min-h-9 w-full items-start gap-2 py-2 text-left hover:bg-surface-2 max-panes:min-h-11"
      >
        <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-faint" />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{t(`wording.sentence.${name}`)}</span>
            {own !== '' && (
              <span className={isBad ? 'text-12 text-danger' : 'text-12 text-accent'}>
                {t(isBad ? 'wording.bad' : 'wording.own')}
              </span>
            )}
          </span>
          {!isOpen && (
            <span lang={language} className="line-clamp-1 text-muted [overflow-wrap:anywhere]">
              {own || defaultSentence(name, language, fields.address)}
            </span>
          )}
        </span>
      </button>
      {isOpen && <SentenceEditor {...props} />}
    </li>
  );
};
