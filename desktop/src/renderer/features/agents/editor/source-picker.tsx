import type { Source } from '@inbetwin/shared/entities/source.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSources } from '../../../parts/knowledge/use-sources.ts';
import { Button } from '../../../ui/button.tsx';
import { SearchField } from '../../../ui/fields/search-field.tsx';
import { Panel } from '../../../ui/layout/panel.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { useRows } from '../../../ui/layout/use-rows.ts';
import { VirtualRows } from '../../../ui/layout/virtual-rows.tsx';
import { Check } from './check.tsx';
import { matchingSources } from './matching-sources.ts';

const ROW = 44;

type ChoiceProps = {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
};

type SourcePickerProps = ChoiceProps & {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

/** Selects the sources that an agent may use, out of a thousand if necessary. */
export const SourcePicker = ({ open, onOpenChange, ...choice }: SourcePickerProps) => {
  const { t } = useTranslation();
  return (
    <Panel open={open} onOpenChange={onOpenChange} title={t('agents.form.pickSources')}>
      <Picking {...choice} onDone={() => onOpenChange(false)} />
    </Panel>
  );
};

const Picking = ({ chosen, onChange, onDone }: ChoiceProps & { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const sources = useSources();
  const [text, setText] = useState('');
  // Sources that were selected when it opened stay on top, so that no row moves under the pointer.
  const [first] = useState(() => new Set(chosen));
  const found = useMemo(() => sources && matchingSources(sources, { text, first }), [sources, text, first]);
  const marked = new Set(chosen);
  const isAllMarked = found?.every(({ id }) => marked.has(id)) ?? true;
  const markAll = (): void => onChange([...new Set([...chosen, ...(found ?? []).map(({ id }) => id)])]);
  return (
    <div className="flex h-[min(600px,calc(100dvh-96px))] flex-col">
      <div className="flex flex-col gap-2 border-b border-line p-4">
        <SearchField
          data-autofocus
          label={t('agents.form.findSource')}
          placeholder={t('agents.form.findBy')}
          value={text}
          onChange={setText}
        />
        <p className="numbers flex min-h-8 flex-wrap items-center justify-between gap-x-3 text-12 text-muted">
          <span role="status">
            {t('agents.form.chosenSources', { count: chosen.length })}
            {text.trim() !== '' && found && `, ${t('agents.form.foundSources', { count: found.length })}`}
          </span>
          {text.trim() !== '' && !isAllMarked && (
            <Button look="quiet" onClick={markAll}>
              {t('agents.form.markFound')}
            </Button>
          )}
        </p>
      </div>
      {found?.length === 0 ? (
        <p className="flex-1 p-4 text-muted">
          {t(sources?.length === 0 ? 'knowledge.empty' : 'agents.form.noneFound')}
        </p>
      ) : (
        <SourceRows
          sources={found ?? []}
          marked={marked}
          onToggle={(id, on) => onChange(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
        />
      )}
      <div className="flex justify-end border-t border-line p-3">
        <Button look="primary" onClick={onDone} className="max-panes:min-h-11">
          {t('agents.form.done')}
        </Button>
      </div>
    </div>
  );
};

type SourceRowsProps = {
  readonly sources: readonly Source[];
  readonly marked: ReadonlySet<string>;
  readonly onToggle: (id: string, on: boolean) => void;
};

const SourceRows = ({ sources, marked, onToggle }: SourceRowsProps) => {
  const { t } = useTranslation();
  const { scroller, virtualizer } = useRows({ count: sources.length, rowHeight: ROW });
  return (
    <Scroller ref={scroller} aria-label={t('agents.form.sources')} className="flex-1">
      <VirtualRows
        label={t('agents.form.sources')}
        height={virtualizer.getTotalSize()}
        rows={virtualizer.getVirtualItems()}
        items={sources}
      >
        {(source) => (
          <div className="flex h-full min-w-0 items-center border-b border-line px-4 hover:bg-surface-2 [&>label]:h-full [&>label]:w-full">
            <Check
              name={source.title}
              label={<SourceWords source={source} />}
              checked={marked.has(source.id)}
              onChange={(on) => onToggle(source.id, on)}
            />
          </div>
        )}
      </VirtualRows>
    </Scroller>
  );
};

const SourceWords = ({ source: { title, product, fileName } }: { readonly source: Source }) => {
  const about = [product, fileName].filter(Boolean).join(' · ');
  return (
    <span className="block min-w-0" title={title}>
      <span className="block truncate">{title}</span>
      {about && <span className="block truncate text-12 text-muted">{about}</span>}
    </span>
  );
};
