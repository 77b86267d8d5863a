import type { Story, StoryEvent } from './story.ts';

/** Why a story fails; undefined if it does not. */
export type Failing = (story: Story) => Promise<string | undefined>;

/** The kind of a failure is its first word. */
const kindOf = (failure: string | undefined): string | undefined => failure?.split(' ')[0];

/** Finds the same failure with as few events as possible in `tries` attempts (delta debugging: Zeller, Hildebrandt 2002). */
export const reduceStory = async (story: Story, failing: Failing, tries: number): Promise<Story> => {
  const kind = kindOf(await failing(story));
  let left = tries;
  let best = story;
  const fails = async (events: readonly StoryEvent[]): Promise<boolean> => {
    left--;
    const shorter = { ...best, events };
    if (kindOf(await failing(shorter)) !== kind) return false;
    best = shorter;
    return true;
  };
  for (let size = Math.ceil(best.events.length / 2); size >= 1 && left > 0; ) {
    let removed = false;
    for (let from = 0; from < best.events.length && left > 0; ) {
      if (await fails(best.events.toSpliced(from, size))) removed = true;
      else from += size;
    }
    if (size === 1 && !removed) break;
    if (!removed || size > 1) size = Math.max(1, Math.floor(size / 2));
  }
  for (let at = 0; at < best.events.length && left > 0; at++) {
    const event = best.events[at];
    if (event && event.pause > 0) await fails(best.events.with(at, { ...event, pause: 0 }));
  }
  return best;
};
