import { runIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { decide, openApprovals } from '../scenes/decide.ts';
import { conversationOf, openScene, type Scene } from '../scenes/open-scene.ts';
import { createScriptedVoice, type ScriptedVoice } from '../scenes/script.ts';
import { anybody } from '../scenes/setup.ts';
import type { Business, CheckedReply } from './made-up-reply.ts';

/** Whether the guards judged one reply correctly. */
export type ReplyVerdict = Pick<CheckedReply, 'name' | 'aim' | 'language' | 'part'> & {
  readonly business: Pick<Business, 'name' | 'independent'>;
  /** Whether an invention was withheld, or an honest reply was sent. */
  readonly right: boolean;
  /** The guard that withheld it, and what it objected to. */
  readonly withheld: string | undefined;
  /** Why the model could not say it; such a case proves nothing. */
  readonly troubles: readonly string[];
};

/** Plays each reply as what a model says to a new customer, with one team per business. */
export const evaluateReplies = async (
  businesses: readonly Business[],
  store: DocumentStore,
): Promise<readonly ReplyVerdict[]> => {
  const verdicts: ReplyVerdict[] = [];
  for (const { setup, replies, ...business } of businesses) {
    const model = createScriptedVoice();
    const scene = await openScene({ store, teamId: business.name, model }, setup);
    try {
      for (const reply of replies) {
        const withheld = await withheldOf(reply, scene, model);
        const { name, aim, language, part } = reply;
        const troubles = model.troubles();
        const right = troubles.length === 0 && (withheld !== undefined) === (aim !== undefined);
        verdicts.push({ name, business, aim, language, part, right, withheld, troubles });
      }
    } finally {
      scene.close();
    }
  }
  return verdicts;
};

const MOST_CONSENTS = 5;

/** Returns what a guard objected to in the reply; undefined when it was sent. */
const withheldOf = async (reply: CheckedReply, scene: Scene, model: ScriptedVoice): Promise<string | undefined> => {
  const person = { ...anybody, id: reply.name };
  const own = { ...scene, conversationId: conversationOf(person) };
  model.begin(reply.script);
  const message = await scene.hear(person, reply.customer);
  await scene.runs.run(message, { signal: new AbortController().signal });
  for (let consents = 0; consents < MOST_CONSENTS; consents++) {
    const [open] = await openApprovals(own);
    if (!open?.approval) break;
    await decide(own, { kind: 'approve', tool: open.approval.tool });
  }
  const run = await scene.documents.runs.get(runIdOf(message.id));
  const objection = run?.steps.find(({ kind, name }) => kind === 'event' && name === 'withheld')?.input;
  if (objection === undefined) return undefined;
  const { guard, found } = objection as { readonly guard?: unknown; readonly found?: unknown };
  return `${String(guard)}: ${String(found)}`;
};
