import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { replyAsPerson } from '@inbetwin/shared/testing/reply-as-person.ts';
import { deliver, fireDue } from '../scenes/channel.ts';
import { decide } from '../scenes/decide.ts';
import { openScene, type Scene } from '../scenes/open-scene.ts';
import type { Script } from '../scenes/script.ts';
import type { Dialogue, PersonAct, Turn } from './dialogue.ts';
import { type Happened, hearTurn } from './happened.ts';

/** What speaks for the model. */
export type Voice = {
  readonly name: 'no-model' | 'scripted' | 'live';
  readonly model: ModelProvider;
  /** Only for a scripted voice. */
  readonly begin?: (script: Script) => void;
  readonly troubles?: () => readonly string[];
};

type Stage = { readonly store: DocumentStore; readonly teamId: string; readonly voice: Voice };

/** Plays a dialogue with a team of its own, and returns what happened in each turn. */
export const playDialogue = async (
  { turns, setup }: Dialogue,
  { store, teamId, voice }: Stage,
): Promise<readonly Happened[]> => {
  const scene = await openScene({ store, teamId, model: voice.model }, setup);
  try {
    const happened: Happened[] = [];
    for (const [at, turn] of turns.entries()) {
      const heard = hearTurn(scene);
      scene.pass(millisecondsOf(turn.after));
      voice.begin?.(turn.script ?? {});
      await play(scene, turn, at === 0 ? setup.mode : undefined);
      await deliver(scene);
      happened.push({ ...(await heard()), troubles: voice.troubles?.() ?? [] });
    }
    return happened;
  } finally {
    scene.close();
  }
};

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const millisecondsOf = (after = '0m'): number => {
  const [, count = '0', unit = 'm'] = /^(\d+)([mhd])$/.exec(after) ?? [];
  return Number(count) * units[unit === 'h' || unit === 'd' ? unit : 'm'];
};

const play = async (scene: Scene, { customer, person }: Turn, mode: PersonAct['mode']): Promise<void> => {
  if (person) return act(scene, person);
  if (customer === undefined) return fireDue(scene);
  const messages = [];
  for (const text of [customer].flat()) messages.push(await scene.hear(scene.customer, text));
  if (mode) await act(scene, { mode });
  for (const message of messages) await scene.runs.run(message, { signal: new AbortController().signal });
};

const act = async (
  scene: Scene,
  { approve, changed, refuse, reason, reply, mode, status }: PersonAct,
): Promise<void> => {
  const { documents, conversationId, clock } = scene;
  if (approve !== undefined) {
    const instead = changed === undefined ? {} : { changed: JSON.stringify(changed) };
    await decide(scene, { kind: 'approve', tool: approve, ...instead });
  }
  if (refuse !== undefined) {
    await decide(scene, { kind: 'refuse', tool: refuse, ...(reason !== undefined && { reason }) });
  }
  if (reply !== undefined) {
    const author = { id: 'user:ilya', name: 'Илья' };
    await replyAsPerson(documents, { conversationId, text: reply, author }, clock);
  }
  if (mode === undefined && status === undefined) return;
  const change = { ...(mode && { mode }), ...(status && { status }), updatedAt: clock() };
  await documents.conversations.as('user:ilya').update(conversationId, (current) => ({ ...current, ...change }));
};
