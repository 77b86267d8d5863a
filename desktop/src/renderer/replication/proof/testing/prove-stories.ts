import fc from 'fast-check';
import { startSeededChance } from './chance.ts';
import { reduceStory } from './reduce-story.ts';
import { type Cast, type Story, storiesOf } from './story.ts';
import { tellStory } from './tell-story.ts';
import { startRealTime, startVirtualTime, type WorldTime } from './virtual-time.ts';

/** The number of stories and their seed. */
export type Proof = {
  readonly seed: number;
  readonly runs: number;
  /** The path of one failed story, to repeat it alone. */
  readonly path?: string | undefined;
};

const BEGINS_AT = Date.UTC(2026, 10, 21);
/** The number of attempts to shorten a failing story; in real time one that never settles takes most of a minute. */
const TRIES = 120;
const TRIES_IN_REAL_TIME = 8;

/** Throws the shortest failing story that was found. */
export const proveStories = async (casts: readonly Cast[], { seed, runs, path }: Proof): Promise<void> => {
  const began = performance.now();
  let told = 0;
  const telling = fc.asyncProperty(storiesOf(casts), async (story) => {
    told++;
    await tell(story);
  });
  const result = await fc.check(telling, {
    seed,
    numRuns: path === undefined ? runs : 1,
    endOnFailure: true,
    ...(path !== undefined && { path }),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`Proof of sync: seed ${seed}, ${told} stories in ${seconds} s\n`);
  if (!result.failed || !result.counterexample) return;
  const [found] = result.counterexample;
  const story = await reduceStory(found, failureOf, isVirtual() ? TRIES : TRIES_IN_REAL_TIME);
  const again = `npm run prove -- --seed ${seed} --path ${result.counterexamplePath}`;
  throw new Error([again, ...describe(story), String((await failureOf(story)) ?? result.errorInstance)].join('\n'));
};

/** CouchDB needs real time. */
const isVirtual = (): boolean => process.env.COUCHDB_URL === undefined;

const tell = async (story: Story): Promise<void> => {
  const chance = isVirtual() ? startSeededChance(BEGINS_AT) : undefined;
  const time: WorldTime = isVirtual() ? startVirtualTime(BEGINS_AT) : startRealTime();
  try {
    await tellStory(story, time);
  } finally {
    time.stop();
    chance?.stop();
  }
};

const failureOf = (story: Story): Promise<string | undefined> =>
  tell(story).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message || String(error.stack) : String(error)),
  );

const describe = ({ devices, collections, events }: Story): readonly string[] => [
  `${devices} devices with ${collections.join(', ')}`,
  ...events.map(
    ({ kind, device, pause, ...rest }) => `  d${device % devices} ${kind} ${JSON.stringify(rest)}, ${pause} ms later`,
  ),
];
