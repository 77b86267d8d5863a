import { type LaneEvent, type LaneState, nextLaneState, type Outcome } from './lane-state.ts';

export type Task = {
  /** Must not reject. */
  run(): Promise<Outcome>;
  /** Called when the task cannot continue for a while, because it or a task before it in its lane waits. */
  onBlocked?(): void;
};

export type Lanes = {
  /** Appends a task to its lane. */
  add(key: string, task: Task): void;
  /** Waiting lanes whose key matches try again now. */
  wake(fits: (key: string) => boolean): void;
  /** Drops the lanes whose key matches; resolves when their running tasks have ended. They may be filled again immediately. */
  drop(fits: (key: string) => boolean): Promise<void>;
  /** Starts nothing new; resolves when the running tasks have ended. */
  stop(): Promise<void>;
};

type Lane = {
  readonly key: string;
  readonly tasks: Task[];
  state: LaneState;
  timer: NodeJS.Timeout | undefined;
  /** The task that runs in the lane, or ran last. */
  turn: Promise<void>;
};

const idle = Promise.resolve();

/** Runs the tasks of each key in order, and at most `limit` tasks in total at the same time. A waiting lane does not count. */
export const createLanes = (limit: number): Lanes => {
  const lanes = new Map<string, Lane>();
  /** The ready lanes, each listed once. */
  const queue: Lane[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  const advance = (lane: Lane, event: LaneEvent): void => {
    const before = lane.state;
    lane.state = nextLaneState(before, event);
    if (lane.state.is === 'ready' && before.is !== 'ready') enqueue(lane);
  };

  const enqueue = (lane: Lane): void => {
    clearTimeout(lane.timer);
    queue.push(lane);
    fillPlaces();
  };

  const fillPlaces = (): void => {
    while (!stopped && running.size < limit) {
      const lane = queue.shift();
      if (!lane) return;
      const turn: Promise<void> = takeTurn(lane).finally(() => {
        running.delete(turn);
        fillPlaces();
      });
      running.add(turn);
      lane.turn = turn;
    }
  };

  const takeTurn = async (lane: Lane): Promise<void> => {
    advance(lane, { type: 'placed' });
    const outcome = (await lane.tasks[0]?.run()) ?? 'done';
    if (stopped || lanes.get(lane.key) !== lane) return;
    if (outcome === 'done') lane.tasks.shift();
    if (lane.tasks.length === 0) {
      lanes.delete(lane.key);
      return;
    }
    advance(lane, { type: 'ended', outcome });
    if (lane.state.is === 'waiting') block(lane, outcome);
  };

  const block = (lane: Lane, outcome: Outcome): void => {
    for (const task of lane.tasks) task.onBlocked?.();
    if (outcome !== 'done' && outcome.kind === 'retry') {
      lane.timer = setTimeout(() => advance(lane, { type: 'due' }), outcome.ms);
    }
  };

  return {
    add: (key, task) => {
      const lane = lanes.get(key);
      if (lane) {
        lane.tasks.push(task);
        if (lane.state.is === 'waiting') task.onBlocked?.();
        return;
      }
      const opened: Lane = { key, tasks: [task], state: { is: 'ready' }, timer: undefined, turn: idle };
      lanes.set(key, opened);
      enqueue(opened);
    },
    wake: (fits) => {
      for (const lane of [...lanes.values()].filter(({ key }) => fits(key))) advance(lane, { type: 'woken' });
    },
    drop: async (fits) => {
      const dropped = [...lanes.values()].filter(({ key }) => fits(key));
      for (const lane of dropped) {
        clearTimeout(lane.timer);
        lanes.delete(lane.key);
        if (lane.state.is === 'ready') queue.splice(queue.indexOf(lane), 1);
      }
      await Promise.all(dropped.map(({ turn }) => turn));
    },
    stop: async () => {
      stopped = true;
      for (const { timer } of lanes.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
