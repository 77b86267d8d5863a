import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type FakeOpenAi, startFakeOpenAi } from './testing/fake-openai.ts';
import { findFaults, openMatters, tell } from './testing/kills/audit.ts';
import { planWritings, type Writing } from './testing/kills/customers.ts';
import { type OutsideWorld, startOutsideWorld } from './testing/kills/outside-world.ts';
import { startWorker } from './testing/kills/start-worker.ts';
import { stubbornModel } from './testing/kills/stubborn-model.ts';
import { openTeamDesk, type TeamDesk } from './testing/kills/team-desk.ts';
import { createRandom } from './testing/random.ts';

const CONVERSATIONS = Number(process.env.KILL_RUNS ?? 300);
/** How many of them begin between two kills. */
const PER_LIFE = 15;
/** Requests to the outside that one message needs, about: a life ends somewhere in the middle of what there is to do. */
const REQUESTS_EACH = 8;
const IDLE_MS = 700;
/** Long enough that a kill meets effects whose answers are on their way. */
const LONGEST_ANSWER_MS = 150;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test(`killed at random moments in ${CONVERSATIONS} conversations, the agents double no effect and lose no customer`, async () => {
  const seed = Number(process.env.KILL_SEED ?? 1);
  process.stdout.write(`kill test: KILL_SEED=${seed}\n`);
  const random = createRandom(seed);
  const requests = createCounter();
  const writings = planWritings(CONVERSATIONS, random);
  const world = await startOutsideWorld({ delay: () => random() * LONGEST_ANSWER_MS, onRequest: requests.count });
  cleanUps.push(world.stop);
  const model = await startFakeOpenAi();
  cleanUps.push(model.stop);
  const answer = stubbornModel(writings);
  model.always((request) => {
    requests.count();
    return answer(request);
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-kills-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const desk = openTeamDesk(folder, random);
  cleanUps.push(desk.close);
  const environment = environmentOf({ folder, model, world });

  let due = 0;
  const lives = Math.ceil(CONVERSATIONS / PER_LIFE);
  for (let life = 0; life < lives; life++) {
    const part = writings.slice(
      Math.floor((life * writings.length) / lives),
      Math.floor(((life + 1) * writings.length) / lives),
    );
    const dead = Math.floor(random() * part.length);
    await bustle(desk, part.slice(0, dead), 0.3);
    const worker = await startWorker(environment);
    cleanUps.push(worker.kill);
    due += part.length * REQUESTS_EACH;
    const before = requests.counted();
    const busy = whenBusy(requests, 1 + random() * due);
    await bustle(desk, part.slice(dead), 0.5);
    await busy;
    // Half of them die when something has just happened outside.
    if (random() < 0.5) await Promise.race([world.nextEffect(), sleep(IDLE_MS)]);
    await sleep(random() * 20);
    worker.kill();
    await worker.gone;
    due = Math.max(0, due - (requests.counted() - before));
    expect(worker.complaints(), `KILL_SEED=${seed}`).toBe('');
  }

  const last = await startWorker(environment);
  cleanUps.push(last.kill);
  await vi.waitFor(
    async () => {
      await desk.decideSome(1);
      const left = openMatters(await desk.read());
      expect(left, `KILL_SEED=${seed}`).toEqual([]);
    },
    { timeout: 120_000, interval: 250 },
  );
  const books = await desk.read();
  process.stdout.write(`kill test: ${lives} kills, ${tell(books, world)}\n`);
  expect(findFaults(books, world), `KILL_SEED=${seed}`).toEqual([]);
  expect(last.complaints()).toBe('');
}, 3_600_000);

type Surroundings = { readonly folder: string; readonly model: FakeOpenAi; readonly world: OutsideWorld };

const environmentOf = ({ folder, model, world }: Surroundings) => ({
  INBETWIN_DATA: folder,
  OUTSIDE_URL: world.url,
  OPENAI_BASE_URL: model.baseUrl,
  OPENAI_API_KEY: 'sk-fake',
  OPENAI_MODEL: 'stubborn',
});

/** The customers write, and between their messages a person decides now and then. */
const bustle = async (desk: TeamDesk, writings: readonly Writing[], share: number): Promise<void> => {
  for (const [at, writing] of writings.entries()) {
    await desk.receive(writing);
    if (at % 5 === 0) await desk.decideSome(share);
  }
};

type Counter = {
  readonly count: () => void;
  readonly counted: () => number;
  readonly reached: (at: number) => Promise<void>;
};

const createCounter = (): Counter => {
  let counted = 0;
  let awaited = { at: Number.POSITIVE_INFINITY, resolve: (): void => undefined };
  return {
    count: () => {
      counted += 1;
      if (counted >= awaited.at) awaited.resolve();
    },
    counted: () => counted,
    reached: (at) =>
      new Promise((resolve) => {
        awaited = { at, resolve };
      }),
  };
};

/** Resolves when so many more requests have come, or when none comes any more. */
const whenBusy = async ({ counted, reached }: Counter, more: number): Promise<void> => {
  const end = counted() + more;
  for (let before = -1; counted() < end && counted() > before; ) {
    before = counted();
    await Promise.race([reached(end), sleep(IDLE_MS)]);
  }
};
