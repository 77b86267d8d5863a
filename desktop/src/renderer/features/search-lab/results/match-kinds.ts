import type { MatchKind } from '@inbetwin/shared/search/search-index.ts';

/** A sign and a border for each kind of match, so that they do not differ by color alone. */
export const matchKinds: Record<MatchKind, { readonly sign: string; readonly border: string }> = {
  exact: { sign: '=', border: 'border-solid border-line-strong' },
  prefix: { sign: '…', border: 'border-dotted border-line-strong' },
  fuzzy: { sign: '≈', border: 'border-dashed border-caution' },
  family: { sign: '~', border: 'border-double border-line-strong' },
};
