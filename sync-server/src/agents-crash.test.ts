import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type FakeOpenAi, startFakeOpenAi } from './testing/fake-openai.ts';
import { findFaults, openMatters, tell } from './testing/kills/audit.ts';
import { planWritings, type Writing } from './testing/kills/customers.ts';
import { type OutsideWorld, startOutsideWorld } from './testing/kills/outside-world.ts';
import { startWorker, type Worker } from './testing/kills/start-worker.ts';
import { stubbornModel } from './testing/kills/stubborn-model.ts';
import { openTeamDesk, type TeamDesk } from './testing/kills/team-desk.ts';
import { createRandom } from './testing/random.ts';

const CONVERSATIONS = Number(process.env.KILL_RUNS ?? 300);
/** With so many new conversations each. */
const PER_LIFE = 15;
/** Requests of a life that is not ended sooner: as many as its new conversations need, or a few more. */
const LONGEST_LIFE = 180;
const IDLE_MS = 2000;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

test(`killed at random moments in ${CONVERSATIONS} conversations, the agents double no effect and lose no customer`, async () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
  const random = createRandom(seed);
  const requests = createCounter();
  const writings = planWritings(CONVERSATIONS, random);
  const world = await startOutsideWorld({ delay: () => random() * 30, onRequest: requests.count });
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
    const killed = killAfter(worker, requests, { requests: 1 + random() * LONGEST_LIFE, ms: random() * 20 });
    await bustle(desk, part.slice(dead), 0.5);
    await killed;
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
  process.stdout.write(`kill test: KILL_SEED=${seed}, ${lives} kills, ${tell(books, world)}\n`);
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

type Counter = { readonly count: () => void; readonly reached: (more: number) => Promise<void> };

const createCounter = (): Counter => {
  let counted = 0;
  let awaited = { at: Number.POSITIVE_INFINITY, resolve: (): void => undefined };
  return {
    count: () => {
      counted += 1;
      if (counted >= awaited.at) awaited.resolve();
    },
    reached: (more) =>
      new Promise((resolve) => {
        awaited = { at: counted + more, resolve };
      }),
  };
};

type Moment = { readonly requests: number; readonly ms: number };

/** So many requests to the outside from now, and a little later; sooner when it has nothing left to do. */
const killAfter = async (worker: Worker, { reached }: Counter, moment: Moment): Promise<void> => {
  await Promise.race([reached(moment.requests), sleep(IDLE_MS)]);
  await sleep(moment.ms);
  worker.kill();
  await worker.gone;
};
