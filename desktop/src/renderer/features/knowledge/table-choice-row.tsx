import { type TableKind, tableKinds } from '@inbetwin/shared/entities/source.ts';
import type { TableEntry } from '@inbetwin/shared/knowledge/formats/file-format.ts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/fields/segmented.tsx';
import type { ImportItem } from './import/import-items.ts';
import { importQueue } from './import/import-queue.ts';

type TableChoiceRowProps = { readonly item: ImportItem & { readonly state: 'asking' } };

/** Asks how to read a table, with a preview of its first entries. */
export const TableChoiceRow = ({ item }: TableChoiceRowProps) => {
  const { t } = useTranslation();
  const title = useId();
  const [kind, setKind] = useState<TableKind>(item.choice.likely);
  return (
    <li aria-labelledby={title} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div>
        <p id={title} className="font-medium [overflow-wrap:anywhere]">
          {t('knowledge.table.ask', { name: item.name })}
        </p>
        <p className="text-muted">{t('knowledge.table.hint')}</p>
      </div>
      <Segmented
        label={t('knowledge.table.label')}
        value={kind}
        options={tableKinds.map((value) => ({ value, label: t(`knowledge.table.${value}`) }))}
        onChange={setKind}
      />
      <Preview entries={item.choice.entries[kind]} />
      <div className="flex flex-wrap gap-2 max-panes:[&_button]:min-h-11">
        <Button look="primary" onClick={() => void importQueue.choose(item.key, kind)}>
          {t('knowledge.table.add')}
        </Button>
        <Button onClick={() => importQueue.drop(item.key)}>{t('knowledge.table.skip')}</Button>
      </div>
    </li>
  );
};

const Preview = ({ entries }: { readonly entries: readonly TableEntry[] }) => {
  const { t } = useTranslation();
  if (entries.length === 0) return <p className="text-muted">{t('knowledge.table.nothing')}</p>;
  return (
    <ul
      aria-label={t('knowledge.table.preview')}
      className="flex flex-col divide-y divide-line rounded-control bg-surface-2 px-3"
    >
      {entries.map(({ question, text }) => (
        <li key={`${question}\n${text}`} className="py-2 [overflow-wrap:anywhere]">
          {question !== undefined && <p className="line-clamp-2 font-medium">{question}</p>}
          <p className={question === undefined ? 'line-clamp-3' : 'line-clamp-3 text-muted'}>{text}</p>
        </li>
      ))}
    </ul>
  );
};
