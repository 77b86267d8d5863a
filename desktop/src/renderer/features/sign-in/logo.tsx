/** Two overlapping shapes: the customer and the twin. */
export const Logo = () => (
  <svg viewBox="0 0 32 32" className="size-10" aria-hidden="true">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <g fill="none" strokeWidth="2.5" className="stroke-accent-text">
      <circle cx="12.5" cy="16" r="6.5" />
      <circle cx="19.5" cy="16" r="6.5" />
    </g>
  </svg>
);
