/** Shows a shortcut as keycaps, such as `['Ctrl', 'K']`; hidden on touch screens. */
export const Keys = ({ keys }: { readonly keys: readonly string[] }) => (
  <span className="inline-flex gap-1 max-panes:hidden pointer-coarse:hidden">
    {keys.map((key) => (
      <kbd
        key={key}
        className="min-w-5 rounded-[4px] border border-line bg-surface-2 px-1 text-center font-sans text-12 text-muted"
      >
        {key}
      </kbd>
    ))}
  </span>
);
