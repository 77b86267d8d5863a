import type { EditedCollection } from '@inbetwin/shared/entities/registry.ts';
import { Split } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Scroller } from '../../ui/layout/scroller.tsx';
import { choiceAt, type OpenChoice, type Synced } from './conflicts.ts';
import { useChoose } from './use-choose.ts';
import { useFieldWords } from './use-field-words.ts';
import { ValueChoice } from './value-choice.tsx';

type ConflictMarkProps = {
  readonly collection: EditedCollection;
  readonly document: Synced;
  readonly path: string;
  /** Shows the field's name in the mark, for places where the name is not next to it. */
  readonly named?: boolean;
};

/** Marks a field with conflicting values and opens the choice on click. Renders nothing at other fields. */
export const ConflictMark = (props: ConflictMarkProps) => {
  const choice = choiceAt(props.document, props.path);
  return choice ? <OpenMark {...props} choice={choice} /> : null;
};

const OpenMark = ({ choice, named = false, ...field }: ConflictMarkProps & { readonly choice: OpenChoice }) => {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const mark = useRef<HTMLButtonElement>(null);
  const isChosen = useRef(false);
  const choose = useChoose();
  const label = useFieldWords().label(field);
  const count = choice.others.length + 1;
  const values = t('sync.mark.values', { count });
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        ref={mark}
        aria-label={`${label}: ${values}`}
        className="inline-flex min-h-5 max-w-full items-center gap-1 rounded-control bg-caution-soft px-1.5 text-12 text-caution hover:opacity-90 max-panes:min-h-8"
      >
        <Split size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{named ? `${label}: ${values}` : values}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          sideOffset={6}
          onCloseAutoFocus={(event) => {
            if (!isChosen.current) return;
            event.preventDefault();
            focusField(mark.current);
          }}
          collisionPadding={12}
          aria-label={label}
          className="z-50 flex max-h-[min(560px,var(--radix-popover-content-available-height))] w-[min(520px,calc(100vw-24px))] flex-col gap-2 rounded-card bg-surface p-3 text-13 shadow-float outline-none animate-enter"
        >
          <p className="flex shrink-0 items-baseline justify-between gap-3">
            <span className="font-semibold [overflow-wrap:anywhere]">{label}</span>
            <span className="text-12 text-muted max-panes:hidden pointer-coarse:hidden">{t('sync.choice.keys')}</span>
          </p>
          <Scroller aria-label={label} tabIndex={-1} className="-m-1 p-1">
            <ValueChoice
              field={field}
              choice={choice}
              whole
              onChoose={(conflictId) => {
                isChosen.current = true;
                setIsOpen(false);
                void choose(field, conflictId);
              }}
            />
          </Scroller>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

/** The mark disappears once the choice is made, so the focus moves to its field. */
const focusField = (mark: HTMLElement | null): void => {
  const field = mark?.closest<HTMLElement>('[data-field], li, main');
  if (!field) return;
  field.tabIndex = -1;
  field.focus();
};
