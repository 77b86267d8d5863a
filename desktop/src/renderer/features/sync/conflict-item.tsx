import { Split } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeletionNotice } from '../../parts/conflicts/deletion-notice.tsx';
import { useChoose } from '../../parts/conflicts/use-choose.ts';
import { useFieldWords } from '../../parts/conflicts/use-field-words.ts';
import { ValueChoice } from '../../parts/conflicts/value-choice.tsx';
import type { ChoiceItem } from '../../parts/refusals/use-attention.ts';
import { useRecord } from '../../parts/refusals/use-record.ts';
import { Button } from '../../ui/button.tsx';
import { RecordHeading } from './record-heading.tsx';

/** Longer values show only their first lines. */
const SHORT_TEXT = 160;

/** A field with conflicting values, and the choice between them. */
export const ConflictItem = ({ item }: { readonly item: ChoiceItem }) => {
  const { t } = useTranslation();
  const { collection, document, choice } = item;
  const field = { collection, document, path: choice.path };
  const { label, value } = useFieldWords();
  const choose = useChoose();
  const record = useRecord(item);
  const [isWhole, setIsWhole] = useState(false);
  const isLong = choice.others.some((conflict) => value(field, conflict.value).length > SHORT_TEXT);
  const article = useRef<HTMLElement>(null);
  const onChoose = (conflictId?: string): void => {
    focusNext(article.current);
    void choose(field, conflictId);
  };
  return (
    <article ref={article} className="flex flex-col gap-3 border-b border-line py-4">
      <RecordHeading icon={Split} ink="text-caution" record={record} about={label(field)}>
        {isLong && !isWhole && (
          <Button look="quiet" onClick={() => setIsWhole(true)}>
            {t('sync.choice.whole')}
          </Button>
        )}
      </RecordHeading>
      {choice.path === '' ? (
        <DeletionNotice collection={collection} document={document} deletion={choice.others[0]} onChoose={onChoose} />
      ) : (
        <ValueChoice field={field} choice={choice} whole={isWhole} onChoose={onChoose} />
      )}
    </article>
  );
};

/** A resolved conflict leaves the list, so the focus moves to the next one. */
const focusNext = (article: HTMLElement | null): void => {
  const row = article?.closest('li');
  const next = row?.nextElementSibling ?? row?.previousElementSibling;
  next?.querySelector<HTMLElement>('fieldset button, button')?.focus();
};
