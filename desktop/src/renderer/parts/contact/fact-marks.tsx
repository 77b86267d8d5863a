import type { Fact, Twin } from '@inbetwin/shared/entities/twin.ts';
import { pointerTo } from '@inbetwin/shared/merge/pointer.ts';
import { ConflictMark } from '../conflicts/conflict-mark.tsx';
import { choicesOf } from '../conflicts/conflicts.ts';

/** The path of a fact within its twin. */
export const factPath = ({ id }: Fact): string => pointerTo('/facts', id);

/** Marks the conflicts of a fact: about its value, its permitted use, or its deletion. */
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
