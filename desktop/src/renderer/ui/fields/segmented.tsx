import { ToggleGroup } from 'radix-ui';

type SegmentedProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
};

/** A choice of a few options that are all visible. */
export const Segmented = <V extends string>({ label, value, options, onChange }: SegmentedProps<V>) => (
  <ToggleGroup.Root
    type="single"
    aria-label={label}
    value={value}
    onValueChange={(chosen) => {
      const option = options.find((candidate) => candidate.value === chosen);
      if (option) onChange(option.value);
    }}
    className="flex w-fit max-w-full gap-0.5 overflow-x-auto rounded-control bg-surface-2 p-0.5 [scrollbar-width:none]"
  >
    {options.map((option) => (
      <ToggleGroup.Item
        key={option.value}
        value={option.value}
        className="focus-inset min-h-7 shrink-0 rounded-[5px] px-2 text-13 text-muted transition-colors duration-[120ms] ease-out hover:text-text data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-[0_0_0_1px_var(--line)] max-panes:min-h-9"
      >
        {option.label}
      </ToggleGroup.Item>
    ))}
  </ToggleGroup.Root>
);
