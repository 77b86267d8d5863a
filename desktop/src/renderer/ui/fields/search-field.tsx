import { Search } from 'lucide-react';
import { type ComponentProps, forwardRef } from 'react';

type SearchFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A search input with an icon and an invisible label. */
export const SearchField = forwardRef<HTMLInputElement, SearchFieldProps>(
  ({ label, value, onChange, ...rest }, ref) => (
    <div className="relative w-full min-w-0">
      <Search
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
        className="h-9 w-full min-w-0 rounded-control border border-line-strong bg-surface pr-3 pl-8 text-14 text-ellipsis text-text max-panes:text-16"
        {...rest}
      />
    </div>
  ),
);
SearchField.displayName = 'SearchField';
