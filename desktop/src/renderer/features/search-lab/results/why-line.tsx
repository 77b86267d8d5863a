import type { TermMatch, Why } from '@inbetwin/shared/search/search-index.ts';
import { useTranslation } from 'react-i18next';
import { formatDecimals, formatNumber } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { classNames } from '../../../ui/class-names.ts';
import { matchKinds } from './match-kinds.ts';

/** Smaller values would be displayed as zero. */
const SHOWN = 0.005;

/** One line with the matching words, and the rank and score from each search method. */
export const WhyLine = ({ why }: { readonly why: Why }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { fullText, vector, fused } = why;
  return (
    <ul aria-label={t('searchLab.why.label')} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
      {fullText?.terms.map((term) => (
        <TermChip key={`${term.word} ${term.stem} ${term.kind}`} term={term} />
      ))}
      {fullText && (
        <Part
          name={t('searchLab.why.words')}
          value={place(fullText.rank, formatDecimals(fullText.score, 2, language))}
        />
      )}
      {fullText && fullText.nearness >= SHOWN && (
        <Part name={t('searchLab.why.nearness')} value={`+${formatDecimals(fullText.nearness, 2, language)}`} />
      )}
      {fullText && fullText.askedKind >= SHOWN && (
        <Part name={t('searchLab.why.askedKind')} value={`+${formatDecimals(fullText.askedKind, 2, language)}`} />
      )}
      {vector && (
        <Part
          name={t('searchLab.why.vector')}
          value={place(vector.rank, formatDecimals(vector.similarity, 2, language))}
        />
      )}
      <Part name={t('searchLab.why.fused')} value={formatDecimals(fused, 4, language)} />
    </ul>
  );
};

const place = (rank: number, score: string): string => `#${rank} · ${score}`;

const TermChip = ({ term }: { readonly term: TermMatch }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { sign, border } = matchKinds[term.kind];
  const words = {
    kind: t(`searchLab.why.kind.${term.kind}`),
    word: term.word,
    stem: term.stem,
    weight: formatNumber(term.weight, language),
    score: formatDecimals(term.score, 2, language),
  };
  const isOwnWord = term.word === term.stem;
  const told = isOwnWord ? t('searchLab.why.chip', words) : t('searchLab.why.chipFor', words);
  return (
    <li title={told} className={classNames('flex max-w-full min-w-0 rounded-control border px-1.5', border)}>
      <span className="sr-only">{told}</span>
      <span aria-hidden className="numbers flex min-w-0 gap-1">
        <span className="font-semibold">{sign}</span>
        <span className="truncate">{term.kind === 'exact' ? term.word : `${term.word} → ${term.stem}`}</span>
        <span className="shrink-0 text-muted">
          {term.weight < 1 && `×${words.weight} `}
          {words.score}
        </span>
      </span>
    </li>
  );
};

const Part = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <li className="numbers text-muted">
    {name} <span className="text-text">{value}</span>
  </li>
);
