import type { SearchResult, TermMatch, Why } from '@inbetwin/shared/search/search-index.ts';
import { useTranslation } from 'react-i18next';
import { formatDecimals, formatNumber } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { PassageLink } from '../../../parts/knowledge/passage-link.tsx';
import { Detail } from '../../../ui/layout/section.tsx';
import { useDocuments } from '../../../workspace/live/use-documents.ts';
import { MarkedText } from './marked-text.tsx';
import { matchKinds } from './match-kinds.ts';

type WhyDetailsProps = { readonly result: SearchResult; readonly stems: ReadonlySet<string> };

/** Everything known about why a passage was ranked here, and what was found with it. */
export const WhyDetails = ({ result, stems }: WhyDetailsProps) => {
  const { t } = useTranslation();
  const { why, joined, duplicates } = result;
  return (
    <div className="flex flex-col gap-4 rounded-card bg-surface-2 p-3">
      {why?.fullText && why.fullText.terms.length > 0 && <Terms terms={why.fullText.terms} />}
      {why && <Scores why={why} />}
      {joined.length > 1 && (
        <div>
          <h3 className="pb-1 text-12 font-medium text-muted">{t('searchLab.why.joinedTitle')}</h3>
          {joined.map(({ passageId, text }) => (
            <p
              key={passageId}
              className={
                passageId === result.passageId
                  ? 'border-l-2 border-accent py-1 pl-2 [overflow-wrap:anywhere]'
                  : 'border-l-2 border-transparent py-1 pl-2 text-muted [overflow-wrap:anywhere]'
              }
            >
              <MarkedText text={text} stems={stems} />
            </p>
          ))}
        </div>
      )}
      {duplicates.length > 0 && <Duplicates ids={duplicates} />}
      <PassageLink sourceId={result.sourceId} passageId={result.passageId} className="w-fit text-accent underline">
        {t('searchLab.why.open')}
      </PassageLink>
    </div>
  );
};

const Terms = ({ terms }: { readonly terms: readonly TermMatch[] }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <table className="numbers w-full text-left text-12">
      <thead className="text-muted">
        <tr>
          <th className="py-1 pr-2 font-medium">{t('searchLab.why.word')}</th>
          <th className="py-1 pr-2 font-medium">{t('searchLab.why.stem')}</th>
          <th className="py-1 pr-2 font-medium">{t('searchLab.why.how')}</th>
          <th className="py-1 pr-2 text-right font-medium">{t('searchLab.why.weight')}</th>
          <th className="py-1 text-right font-medium">{t('searchLab.why.score')}</th>
        </tr>
      </thead>
      <tbody>
        {terms.map(({ word, stem, kind, weight, score }) => (
          <tr key={`${word} ${stem} ${kind}`} className="border-t border-line align-top [overflow-wrap:anywhere]">
            <td className="py-1 pr-2">{word}</td>
            <td className="py-1 pr-2">{stem}</td>
            <td className="py-1 pr-2">
              <span aria-hidden className="font-semibold">
                {matchKinds[kind].sign}
              </span>{' '}
              {t(`searchLab.why.kind.${kind}`)}
            </td>
            <td className="py-1 pr-2 text-right">{formatNumber(weight, language)}</td>
            <td className="py-1 text-right">{formatDecimals(score, 3, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Scores = ({ why: { fullText, vector, fused } }: { readonly why: Why }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const none = t('searchLab.why.none');
  const added = (score: number): string => `+${formatDecimals(score, 3, language)}`;
  return (
    <dl className="numbers text-12">
      <Detail label={t('searchLab.why.wordsRow')}>
        {fullText
          ? t('searchLab.why.rankScore', { rank: fullText.rank, score: formatDecimals(fullText.score, 3, language) })
          : none}
      </Detail>
      {fullText && (
        <>
          <Detail label={t('searchLab.why.nearnessRow')}>{added(fullText.nearness)}</Detail>
          <Detail label={t('searchLab.why.askedKindRow')}>{added(fullText.askedKind)}</Detail>
        </>
      )}
      <Detail label={t('searchLab.why.vectorRow')}>
        {vector
          ? t('searchLab.why.rankSimilarity', {
              rank: vector.rank,
              similarity: formatDecimals(vector.similarity, 3, language),
              model: vector.model,
            })
          : none}
      </Detail>
      <Detail label={t('searchLab.why.fusedRow')}>{formatDecimals(fused, 4, language)}</Detail>
    </dl>
  );
};

const Duplicates = ({ ids }: { readonly ids: readonly string[] }) => {
  const { t } = useTranslation();
  const passages = useDocuments('passages', ids);
  return (
    <div>
      <h3 className="pb-1 text-12 font-medium text-muted">{t('searchLab.why.duplicatesTitle')}</h3>
      <ul className="flex flex-col gap-1">
        {ids.map((id) => {
          const passage = passages?.get(id);
          return (
            passage && (
              <li key={id} className="[overflow-wrap:anywhere]">
                <PassageLink sourceId={passage.sourceId} passageId={id} className="underline">
                  {passage.title}
                </PassageLink>
                <p className="line-clamp-2 text-muted">{passage.text}</p>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
};
