import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { stateOf } from '../../../database/marks/sync-mark.ts';
import { createActs } from './acts.ts';
import { checkOutcome } from './check-outcome.ts';
import { createDevice, type Device } from './device.ts';
import { createJournal } from './journal.ts';
import { startProofServer } from './proof-server.ts';
import { fillTeam, people, seats } from './sample-team.ts';
import { createServerActs } from './server-acts.ts';
import type { Story, StoryEvent } from './story.ts';
import type { WorldTime } from './virtual-time.ts';
import { requireRest, type World } from './world.ts';

type Acts = ReturnType<typeof createActs>;

/** Plays the story, lets everything settle, and throws if an invariant is violated. */
export const tellStory = async (story: Story, time: WorldTime): Promise<void> => {
  const journal = createJournal();
  const server = await time.finish(startProofServer({ people: Object.values(people), now: time.now }));
  const { collections } = story;
  const devices = seats
    .slice(0, story.devices)
    .map((person, at) => createDevice({ name: `d${at}`, person, server, collections, now: time.now, ...boundsOf(at) }));
  const world: World = { time, server, devices, journal, serverActs: createServerActs(server, journal, time.now) };
  try {
    await time.finish(fillTeam(server.documents));
    // The last device joins later, when the team is already at work.
    for (const device of devices.slice(0, -1)) await start(world, device);
    await time.pass(100);
    const acts = new Map(devices.map((device) => [device, createActs(device, journal)]));
    for (const event of story.events) {
      await play({ ...world, collections, acts }, event);
      await time.pass(event.pause);
      requireRest(devices);
    }
    await bringTogether(world);
    await checkOutcome(world, collections);
  } finally {
    for (const device of devices) device.kill();
    await time.finish(server.close());
  }
};

/** Every other device holds only what is recent, as in a large team. */
const boundsOf = (at: number) => (at % 2 === 1 ? { wholeUpTo: 0 } : {});

type Playing = World & {
  readonly collections: readonly ReplicatedCollection[];
  readonly acts: ReadonlyMap<Device, Acts>;
};

const play = async (playing: Playing, event: StoryEvent): Promise<void> => {
  const { time, server, devices, collections, serverActs } = playing;
  const device = devices[event.device % devices.length];
  const acts = device && playing.acts.get(device);
  if (!device || !acts) return;
  const nameOf = (number: number): ReplicatedCollection => collections[number % collections.length] ?? 'leads';
  switch (event.kind) {
    case 'edit':
    case 'create':
    case 'remove':
    case 'offend':
    case 'open':
      return acts[event.kind](nameOf(event.collection), event.picks);
    case 'choose':
    case 'discard':
    case 'mend':
    case 'save':
      return acts[event.kind](event.picks);
    case 'serve':
      return time.finish(serverActs.act(nameOf(event.collection), event.picks));
    case 'connect':
    case 'disconnect':
      return device.line[event.kind]();
    case 'start':
      return start(playing, device);
    case 'stop':
      return time.finish(device.stop());
    case 'renew':
      await time.finish(device.renew());
      await start(playing, device);
      for (const { collection, picks, pause } of event.meanwhile) {
        await time.pass(pause);
        await time.finish(serverActs.act(nameOf(collection), picks));
      }
      return;
    case 'demote':
      return server.setRole(device.person.user.id, 'viewer');
    case 'promote':
      return server.setRole(device.person.user.id, device.person.team.role);
    case 'clock':
      return device.shiftClock(event.offset);
    case 'kill':
      return device.killSoon(event);
    case 'fault':
      return device.line.plan(event.fault);
    default:
  }
};

/** Settles interrupted acts as soon as the disk can be read again. */
const start = async ({ time, journal }: World, device: Device): Promise<void> => {
  if (device.program()) return;
  journal.settle(device.name, ({ collection, id }) => {
    const stored = device.read(collection).get(id);
    return stored && stateOf(stored);
  });
  await time.finish(device.start());
};

/** Brings every device online and stops all faults. */
const bringTogether = async (world: World): Promise<void> => {
  const { time, server, devices } = world;
  for (const { user, team } of Object.values(people)) server.setRole(user.id, team.role);
  for (const device of devices) {
    device.spare();
    device.line.mend();
    await time.finish(device.idle());
    device.line.connect();
    // It may have died during its start.
    while (!device.program()) await start(world, device);
  }
};
