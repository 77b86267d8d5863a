import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';
import { ConflictMark } from '../conflicts/conflict-mark.tsx';
import { choicesOf } from '../conflicts/conflicts.ts';

export const factPath = ({ id }: Fact): string => pointerTo('/facts', id);

/** What of a fact waits for a choice: its value, whether it may be used, or whether it stays. */
export const FactMarks = ({ twin, fact }: { readonly twin: Twin; readonly fact: Fact }) => {
  const own = factPath(fact);
  return choicesOf(twin)
    .filter(({ path }) => path === own || path.startsWith(`${own}/`))
    .map(({ path }) => (
      <ConflictMark
        key={path}
        collection="twins"
        document={twin}
        path={path}
        named={path !== own && path !== `${own}/value`}
      />
    ));
};
