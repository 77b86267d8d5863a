/** `retry`: in so many milliseconds, or sooner when woken; `park`: when woken. A `fixed` wait is not cut short. */
export type Outcome =
  | 'done'
  | { readonly kind: 'retry'; readonly ms: number; readonly fixed?: boolean }
  | { readonly kind: 'park' };

export type Task = {
  /** Must not reject. */
  run(): Promise<Outcome>;
  /** Told when the task cannot go on for a while: it or one before it in its lane waits. */
  onBlocked?(): void;
};

export type Lanes = {
  /** Behind everything that the lane holds already. */
  add(key: string, task: Task): void;
  /** Lanes that wait, and whose key fits, try again now. */
  wake(fits: (key: string) => boolean): void;
  /** Forgets the lanes whose key fits; resolves when what runs in them has ended. They may be filled anew at once. */
  drop(fits: (key: string) => boolean): Promise<void>;
  /** Starts nothing more; resolves when what runs has ended. */
  stop(): Promise<void>;
};

type Lane = {
  readonly tasks: Task[];
  state: 'ready' | 'running' | 'waiting';
  fixed: boolean;
  woken: boolean;
  timer: NodeJS.Timeout | undefined;
  /** What runs in it, or ran last. */
  turn: Promise<void>;
};

const idle = Promise.resolve();

/** Tasks of one key in their order, at most `limit` of all at the same time. A lane that waits takes no place. */
export const createLanes = (limit: number): Lanes => {
  const lanes = new Map<string, Lane>();
  const ready: string[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  const makeReady = (key: string, lane: Lane): void => {
    clearTimeout(lane.timer);
    lane.state = 'ready';
    ready.push(key);
    startNext();
  };

  const startNext = (): void => {
    while (!stopped && running.size < limit) {
      const key = ready.shift();
      const lane = key === undefined ? undefined : lanes.get(key);
      if (key === undefined || !lane) return;
      const turn: Promise<void> = takeTurn(key, lane).finally(() => {
        running.delete(turn);
        startNext();
      });
      running.add(turn);
      lane.turn = turn;
    }
  };

  const takeTurn = async (key: string, lane: Lane): Promise<void> => {
    lane.state = 'running';
    lane.woken = false;
    const outcome = (await lane.tasks[0]?.run()) ?? 'done';
    if (stopped || lanes.get(key) !== lane) return;
    if (outcome === 'done') {
      lane.tasks.shift();
      if (lane.tasks.length === 0) lanes.delete(key);
      else makeReady(key, lane);
      return;
    }
    lane.fixed = outcome.kind === 'retry' && outcome.fixed === true;
    if (lane.woken && !lane.fixed) return makeReady(key, lane);
    lane.state = 'waiting';
    for (const task of lane.tasks) task.onBlocked?.();
    if (outcome.kind === 'retry') lane.timer = setTimeout(() => makeReady(key, lane), outcome.ms);
  };

  return {
    add: (key, task) => {
      const lane = lanes.get(key);
      if (lane) {
        lane.tasks.push(task);
        if (lane.state === 'waiting') task.onBlocked?.();
        return;
      }
      const opened: Lane = { tasks: [task], state: 'ready', fixed: false, woken: false, timer: undefined, turn: idle };
      lanes.set(key, opened);
      makeReady(key, opened);
    },
    wake: (fits) => {
      for (const [key, lane] of lanes) {
        if (!fits(key)) continue;
        lane.woken = true;
        if (lane.state === 'waiting' && !lane.fixed) makeReady(key, lane);
      }
    },
    drop: async (fits) => {
      const dropped = [...lanes].filter(([key]) => fits(key));
      for (const [key, lane] of dropped) {
        clearTimeout(lane.timer);
        lanes.delete(key);
        // Each ready lane stands here once: one that is opened anew under the key must not find itself here already.
        if (lane.state === 'ready') ready.splice(ready.indexOf(key), 1);
      }
      await Promise.all(dropped.map(([, { turn }]) => turn));
    },
    stop: async () => {
      stopped = true;
      for (const { timer } of lanes.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
