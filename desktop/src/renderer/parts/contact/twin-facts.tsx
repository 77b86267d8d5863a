import { factGroups, type Twin } from '@inbetwin/shared/entities/twin.ts';
import { currentFacts } from '@inbetwin/shared/twins/rank.ts';
import { useTranslation } from 'react-i18next';
import { RecordConflicts } from '../conflicts/record-conflicts.tsx';
import { RefusalNote } from '../refusals/refusal-note.tsx';
import { useEmptyWords } from '../sync/use-empty-words.ts';
import { FactMarks, factPath } from './fact-marks.tsx';
import { FactRow } from './fact-row.tsx';

type TwinFactsProps = {
  /** Absent while nothing has been learned. */
  readonly twin: Twin | null | undefined;
  readonly onJump?: () => void;
};

/** The known facts by group; forbidden ones stay visible at the end of their group, struck through. */
export const TwinFacts = ({ twin, onJump }: TwinFactsProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const facts = twin?.facts ?? [];
  const shown = [...currentFacts(facts), ...facts.filter(({ state }) => state === 'forbidden')];
  if (!twin || shown.length === 0) return <p className="text-muted">{emptyWords(t('contacts.twin.empty'))}</p>;
  return (
    <div className="flex flex-col gap-4">
      <RecordConflicts collection="twins" document={twin} marked={shown.map(factPath)} />
      {factGroups.map((group) => {
        const members = shown.filter((fact) => fact.group === group);
        if (members.length === 0) return null;
        return (
          <div key={group}>
            <h3 className="mb-1 text-12 font-medium text-muted">{t(`contacts.twin.group.${group}`)}</h3>
            <ul>
              {members.map((fact) => (
                <FactRow
                  key={fact.id}
                  twin={twin}
                  fact={fact}
                  mark={<FactMarks twin={twin} fact={fact} />}
                  note={<RefusalNote collection="twins" document={twin} path={factPath(fact)} />}
                  {...(onJump ? { onJump } : {})}
                />
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
};
