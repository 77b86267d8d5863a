import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '../../database/marks/refused-rows.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useFieldWords } from '../../parts/conflicts/use-field-words.ts';
import { type Difference, differencesOf } from '../../parts/refusals/differences.ts';
import { refusedPath } from '../../parts/refusals/refused-path.ts';
import { useRecord } from '../../parts/refusals/use-record.ts';
import { isRefusedReply, useRefused } from '../../parts/refusals/use-refused.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { RecordHeading } from './record-heading.tsx';

const MOST_SHOWN = 4;

/** A change that the server refused: the record, the fields, the reason, and the ways to resolve it. */
export const RefusedItem = ({ change }: { readonly change: RefusedChange }) => {
  const { t } = useTranslation();
  const { collection, document, base, rule, code, reason } = change;
  const { open, ...named } = useRecord({ collection, document: document._deleted && base ? base : document });
  // A record that this person deleted cannot be opened.
  const record = open && !document._deleted ? { ...named, open } : named;
  const { fix, discard } = useRefused(change, record);
  const kind = kindOf(change);
  const why = wordFor('sync.rule', rule ?? code) ?? reason;
  const refusal = rule ?? code;
  return (
    <article className="flex flex-col gap-2 border-b border-line py-4">
      <RecordHeading icon={CircleAlert} ink="text-danger" record={record} about={t(`sync.refused.${kind}`)} />
      <div className="flex flex-col gap-2 pl-6">
        <p className="[overflow-wrap:anywhere]">
          <FieldName change={change} />
          {why}
        </p>
        <Differences change={change} />
        <div className="flex flex-wrap items-center gap-1">
          {fix && (
            <Button onClick={fix}>
              {t(isRefusedReply(change) ? 'sync.refused.fixReply' : 'sync.refused.fix')}
              <span className="sr-only">{record.name}</span>
            </Button>
          )}
          <Button look="quiet" onClick={discard}>
            {t('sync.refused.discard')}
            <span className="sr-only">{record.name}</span>
          </Button>
          <CopyButton label={t('sync.refused.copy')} text={JSON.stringify(document, null, 2)} />
          <span className="[&_span]:font-mono [&_span]:text-12 [&_span]:font-normal">
            <CopyButton label={refusal} text={[refusal, code, reason].join('\n')} />
          </span>
        </div>
      </div>
    </article>
  );
};

/** `gone`: somebody else deleted what this person changed. */
const kindOf = ({ document, base }: RefusedChange): 'deleted' | 'created' | 'gone' | 'changed' => {
  if (document._deleted) return 'deleted';
  if (!base) return 'created';
  return base._deleted ? 'gone' : 'changed';
};

/** The field that the server named, such as `bant.need`. */
const FieldName = ({ change }: { readonly change: RefusedChange }) => {
  const { collection, document, field } = change;
  const { label } = useFieldWords();
  if (field === undefined) return null;
  return `${label({ collection, document, path: refusedPath(change) })}: `;
};

const Differences = ({ change }: { readonly change: RefusedChange }) => {
  const { t } = useTranslation();
  const { collection, document, base } = change;
  const kind = kindOf(change);
  if (kind === 'deleted' || kind === 'gone') return null;
  if (!base) {
    return typeof document.text === 'string' ? (
      <p className="line-clamp-4 rounded-control bg-surface-2 px-3 py-2 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {document.text}
      </p>
    ) : null;
  }
  const all = differencesOf(document, base);
  if (all.length === 0) return null;
  return (
    <div>
      <dl className="flex flex-col">
        {all.slice(0, MOST_SHOWN).map((difference) => (
          <DifferenceRow key={difference.path} collection={collection} document={document} difference={difference} />
        ))}
      </dl>
      {all.length > MOST_SHOWN && (
        <p className="pt-1 text-12 text-muted">{t('sync.refused.more', { count: all.length - MOST_SHOWN })}</p>
      )}
    </div>
  );
};

type DifferenceRowProps = Pick<RefusedChange, 'collection' | 'document'> & { readonly difference: Difference };

const DifferenceRow = ({ collection, document, difference }: DifferenceRowProps) => {
  const { t } = useTranslation();
  const { label, value } = useFieldWords();
  const field = { collection, document, path: difference.path };
  return (
    <div className="grid grid-cols-[96px_minmax(0,1fr)_minmax(0,1fr)] gap-x-3 border-b border-line py-1.5 last:border-0 max-panes:grid-cols-2">
      <dt className="text-muted [overflow-wrap:anywhere] max-panes:col-span-2">{label(field)}</dt>
      {(['mine', 'theirs'] as const).map((side) => (
        <dd key={side} className="min-w-0">
          <span className="block text-12 text-faint">{t(`sync.refused.${side === 'mine' ? 'mine' : 'server'}`)}</span>
          <span className="line-clamp-4 [overflow-wrap:anywhere]">{value(field, difference[side])}</span>
        </dd>
      ))}
    </div>
  );
};
