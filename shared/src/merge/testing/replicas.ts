import { applyEdit } from '../apply-edit.ts';
import { createHybridClock, type HybridClock } from '../hybrid-clock.ts';
import { mergeDocuments } from '../merge-documents.ts';
import { conflictsOf, type Mergeable, seenOf } from '../mergeable.ts';
import { receiveChanges } from '../receive-changes.ts';
import { keepCurrent, takeOther } from '../resolve-conflict.ts';
import { isSameState, isSameValue } from '../same-state.ts';
import { stampChanges } from '../stamp.ts';
import { createLedger } from './ledger.ts';
import { added, type Choice, cleared, edited, editedElement, removed } from './person-acts.ts';
import type { PersonFields } from './person-fields.ts';

type Step = 'create' | 'edit' | 'clear' | 'add' | 'edit-element' | 'remove' | 'delete' | 'keep' | 'take';
/** A form is opened over the present document; what is saved from it is based on that document. */
type FormStep = 'open-form' | 'save-form' | 'clear-form' | 'add-form' | 'remove-form' | 'delete-form';
type Network = 'push' | 'answer' | 'lose-answer' | 'pull' | 'shift-clock';
type ServerStep = 'server-edit' | 'server-fill' | 'server-add' | 'server-remove' | 'server-delete' | 'server-create';
export type Command = {
  readonly kind: Step | FormStep | Network | ServerStep;
  readonly who: number;
  readonly which: number;
  readonly n: number;
};
export const steps: readonly Step[] = [
  'create',
  'edit',
  'clear',
  'add',
  'edit-element',
  'remove',
  'delete',
  'keep',
  'take',
];
export const formSteps: readonly FormStep[] = [
  'open-form',
  'open-form',
  'save-form',
  'save-form',
  'clear-form',
  'add-form',
  'remove-form',
  'delete-form',
];
export const network: readonly Network[] = ['push', 'answer', 'lose-answer', 'pull', 'shift-clock'];
export const serverSteps: readonly ServerStep[] = [
  'server-edit',
  'server-fill',
  'server-add',
  'server-remove',
  'server-delete',
  'server-create',
];

/** `known`: the ledger entries that a state includes; `past`: the writes that led to it. */
type State = { readonly document: Mergeable; readonly known: ReadonlySet<number>; readonly past: ReadonlySet<number> };
type Device = {
  readonly node: string;
  readonly clock: HybridClock;
  aheadMs: number;
  state: State;
  /** What the person sees in an open form. */
  form: State | undefined;
  base: Mergeable;
  dirty: boolean;
  answer: { readonly sent: Mergeable; readonly base: Mergeable; readonly state: State } | undefined;
};

const HOUR = 3_600_000;
/** Shifts of a device's clock, in milliseconds. */
const shifts = [0, -HOUR, 30 * 24 * HOUR, 5 * 60_000, 365 * 24 * HOUR, -365 * 24 * HOUR];

/** Several devices and a server that exchange states of one document: the push and pull protocol without a network. */
export const createReplicas = (collection: PersonFields, devices: number) => {
  const { name } = collection;
  const nothing: Mergeable = { id: collection.document.id, _deleted: true };
  const ledger = createLedger(collection);
  let time = Date.UTC(2026, 0, 1);
  const serverClock = createHybridClock({ now: () => time, node: 'server' });
  let server: State = { document: nothing, known: new Set(), past: new Set() };
  let wasMade = false;
  const deletions: { readonly id: number; readonly past: ReadonlySet<number> }[] = [];
  const edits = new Set<number>();
  const dismissed = new Set<string>();
  let writes = 0;
  let commands = 0;
  const merges: { base: Mergeable; local: Mergeable; remote: Mergeable }[] = [];
  const all = Array.from({ length: devices }, (_, index): Device => {
    const device: Device = {
      node: `device${index}`,
      clock: createHybridClock({ now: () => time + device.aheadMs, node: `device${index}` }),
      aheadMs: 0,
      state: server,
      form: undefined,
      base: nothing,
      dirty: false,
      answer: undefined,
    };
    return device;
  });

  const merge = (base: Mergeable, local: Mergeable, remote: Mergeable): Mergeable => {
    merges.push({ base, local, remote });
    return mergeDocuments(name, { base, local, remote });
  };
  const joined = (document: Mergeable, a: State, b: State): State => ({
    document,
    known: join(a.known, b.known),
    past: join(a.past, b.past),
  });
  const join = (a: ReadonlySet<number>, b: ReadonlySet<number>) => new Set([...a, ...b]);

  /** Records the kind of a write and returns the resulting past. */
  const remember = ({ document: before, past }: State, after: Mergeable): ReadonlySet<number> => {
    const id = writes++;
    if (after._deleted) deletions.push({ id, past });
    else if (!isSameValue(before.edits, after.edits)) edits.add(id);
    return join(past, new Set([id]));
  };
  const write = (device: Device, after: Mergeable): void => {
    const { document: before, known } = device.state;
    for (const at of Object.values(seenOf(before))) device.clock.witness(at);
    const stamp = { at: device.clock.next(), by: device.node };
    const next = stampChanges(name, { before: isNothing(before) ? undefined : before, after }, stamp);
    const entered = ledger.note({ before, after: next, known, byPerson: true });
    const past = remember(device.state, next);
    device.state = { document: next, known: join(known, new Set(entered)), past };
    device.dirty = true;
  };
  const save = (device: Device, form: State, after: Mergeable): void => {
    const { document: current, known } = device.state;
    for (const at of Object.values(seenOf(current))) device.clock.witness(at);
    const stamp = { at: device.clock.next(), by: device.node };
    const applied = applyEdit(name, { shown: form.document, after, current }, stamp);
    const entered = ledger.note({ before: form.document, after: applied.known, known: form.known, byPerson: true });
    const id = writes++;
    if (after._deleted) deletions.push({ id, past: form.past });
    else edits.add(id);
    device.state = {
      document: applied.document,
      known: join(known, new Set(entered)),
      past: join(device.state.past, new Set([id])),
    };
    // The form stays open with what its person knows now.
    device.form = {
      document: applied.known,
      known: join(form.known, new Set(entered)),
      past: join(form.past, new Set([id])),
    };
    device.dirty = true;
  };
  const writeServer = (after: Mergeable): void => {
    const { document: before, known } = server;
    for (const at of Object.values(seenOf(before))) serverClock.witness(at);
    const stamp = { at: serverClock.next(), by: 'agent:intake' };
    const next = stampChanges(name, { before: wasMade ? before : undefined, after }, stamp);
    ledger.note({ before, after: next, known, byPerson: false });
    server = { document: next, known, past: remember(server, next) };
    wasMade = true;
  };

  const pushes = (device: Device): void => {
    if (!device.dirty || device.answer) return;
    const present = server.document;
    const sent = receiveChanges(device.state.document, { now: time, caller: device.node, present });
    const merged = merge(device.base, sent, present);
    server = joined(merged, server, device.state);
    wasMade = true;
    device.answer = { sent: device.state.document, base: device.base, state: server };
  };
  const adopt = (device: Device, base: Mergeable, remote: State): void => {
    const merged = device.dirty ? merge(base, device.state.document, remote.document) : remote.document;
    device.dirty = !isSameState(merged, remote.document);
    device.state = joined(device.dirty ? merged : remote.document, device.state, remote);
    device.base = remote.document;
  };
  const hears = (device: Device): void => {
    const { answer } = device;
    device.answer = undefined;
    if (!answer || answer.base !== device.base) return;
    if (device.state.document === answer.sent) device.dirty = false;
    adopt(device, answer.sent, answer.state);
  };

  const run = ({ kind, who, which, n }: Command): void => {
    time += 1 + (n % 7) * 1000;
    commands += 1;
    const choice: Choice = { which, n, command: commands };
    const device = all[who % devices];
    if (!device) return;
    const { document } = device.state;
    const local = (after: Mergeable | undefined): void => {
      if (after && after !== document) write(device, after);
    };
    const remote = (after: Mergeable | undefined): void => {
      if (after && after !== server.document) writeServer(after);
    };
    const form = device.form?.document;
    const saved = (after: Mergeable | undefined): void => {
      if (device.form && after && after !== form && !isNothing(document)) save(device, device.form, after);
    };
    const actions: { readonly [K in Command['kind']]: () => void } = {
      create: () => local(document._deleted ? { ...collection.document } : undefined),
      edit: () => local(edited(collection, document, choice)),
      clear: () => local(cleared(collection, document, which)),
      add: () => local(added(collection, document, choice)),
      'edit-element': () => local(editedElement(collection, document, choice)),
      remove: () => local(removed(collection, document, which)),
      delete: () => local(document._deleted ? undefined : { ...document, _deleted: true }),
      keep: () => {
        const conflict = pick(conflictsOf(document), which);
        if (!conflict) return;
        ledger.dismiss(conflict.path, conflict.value, device.state.known);
        dismissed.add(conflict.id);
        local(keepCurrent(document, conflict.id));
      },
      take: () => {
        const conflict = pick(conflictsOf(document), which);
        if (!conflict) return;
        dismissed.add(conflict.id);
        local(takeOther(document, conflict.id));
      },
      'open-form': () => {
        device.form = document._deleted ? undefined : device.state;
      },
      'save-form': () => saved(form && (edited(collection, form, choice) ?? editedElement(collection, form, choice))),
      'clear-form': () => saved(form && cleared(collection, form, which)),
      'add-form': () => saved(form && (added(collection, form, choice) ?? editedElement(collection, form, choice))),
      'remove-form': () => saved(form && removed(collection, form, which)),
      'delete-form': () => saved(form && !form._deleted ? { ...form, _deleted: true } : undefined),
      push: () => pushes(device),
      answer: () => hears(device),
      'lose-answer': () => {
        device.answer = undefined;
      },
      pull: () => adopt(device, device.base, server),
      'shift-clock': () => {
        device.aheadMs = shifts[which % shifts.length] ?? 0;
      },
      'server-edit': () => remote(edited(collection, server.document, choice)),
      'server-fill': () => remote(server.document._deleted ? undefined : asMergeable(collection, server.document, n)),
      'server-add': () => remote(added(collection, server.document, choice)),
      'server-remove': () => remote(removed(collection, server.document, which)),
      'server-delete': () => remote(server.document._deleted ? undefined : { ...server.document, _deleted: true }),
      'server-create': () => remote(server.document._deleted ? { ...collection.document } : undefined),
    };
    actions[kind]();
  };

  /** Synchronizes until nothing is left to send. Returns false if that does not happen. */
  const settle = (): boolean => {
    for (let round = 0; round < 12; round++) {
      for (const device of all) {
        hears(device);
        pushes(device);
        hears(device);
        adopt(device, device.base, server);
      }
      if (all.every(({ dirty, state }) => !dirty && isSameState(state.document, server.document))) return true;
    }
    return false;
  };

  /** Returns deletions that knew every edit of the present document: had they won, it would be gone. */
  const undoneDeletions = () =>
    server.document._deleted
      ? []
      : deletions.filter(({ past }) => [...edits].every((edit) => past.has(edit) || !server.past.has(edit)));

  return { run, settle, ledger, merges, dismissed, undoneDeletions, server: () => server.document, now: () => time };
};

const isNothing = (document: Mergeable): boolean => document._deleted && Object.keys(seenOf(document)).length === 0;

const asMergeable = ({ serverChange }: PersonFields, document: Mergeable, n: number): Mergeable => ({
  ...serverChange(document, n),
  id: document.id,
  _deleted: false,
});

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];
