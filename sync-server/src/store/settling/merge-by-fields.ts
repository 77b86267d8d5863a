import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';

/** States of one document that were written over `base` without knowing each other; the first counts in doubt. */
export type Versions = { readonly base?: JsonObject; readonly versions: readonly [JsonObject, ...JsonObject[]] };

/** Takes each field from the version that changed it; if several did, from the first of them. */
export const mergeByFields = ({ base = {}, versions }: Versions): JsonObject => {
  const names = new Set(versions.flatMap((version) => Object.keys(version)));
  const fields = [...names].map((name) => {
    const changed = versions.find((version) => !isSameValue(version[name], base[name]));
    return [name, (changed ?? versions[0])[name]] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
};

/** Takes the version with the greatest rank as a whole; of several, the first. */
export const takeHighest =
  (rank: (version: JsonObject) => number) =>
  ({ versions: [first, ...others] }: Versions): JsonObject =>
    others.reduce((highest, version) => (rank(version) > rank(highest) ? version : highest), first);
