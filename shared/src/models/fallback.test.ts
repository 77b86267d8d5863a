import { describe, expect, test, vi } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createScriptedModel, type ScriptedReply } from '../testing/scripted-model.ts';
import { type ModelFailure, withFallback } from './fallback.ts';
import type { ModelProvider } from './model.ts';

const down = new Failure('model.unavailable', 'The model is down.', 'Wait.');
const nonsense = new Failure('model.bad_reply', 'Nonsense.', 'Wait.');

const start = (script: () => ScriptedReply) => {
  const clock = createFixedClock();
  const failures: ModelFailure[] = [];
  const primary = createScriptedModel(script, 'big');
  const fallback = createScriptedModel(() => ({ text: 'by rules' }), 'rules');
  const options = { clock, onFailure: (failed: ModelFailure) => failures.push(failed), threshold: 3, pauseMs: 1000 };
  const model = withFallback(primary, fallback, options);
  const ask = (signal = new AbortController().signal) =>
    model.complete({ agent: 'rag', messages: [], tools: [], signal });
  return { clock, failures, primary, fallback, model, ask };
};

describe('a model with a fallback', () => {
  test('is answered for by the model that answered', async () => {
    const { ask, model, fallback } = start(() => ({ text: 'by the model' }));
    expect(model.name).toBe('big');
    expect(await ask()).toMatchObject({ text: 'by the model', model: 'big' });
    expect(fallback.requests).toHaveLength(0);
  });

  test.each([down, nonsense])('answers through the fallback and tells of $code', async (failure) => {
    const { ask, failures } = start(() => failure);
    expect(await ask()).toMatchObject({ text: 'by rules', model: 'rules' });
    expect(failures).toEqual([{ model: 'big', agent: 'rag', failure }]);
  });

  test('leaves a model alone that is down, and tries it again after the pause', async () => {
    let reply: ScriptedReply = down;
    const { ask, primary, clock } = start(() => reply);
    for (let at = 0; at < 5; at++) await ask();
    expect(primary.requests).toHaveLength(3);

    clock.advance(1001);
    await Promise.all([ask(), ask()]);
    expect(primary.requests).toHaveLength(4);
    await ask();
    expect(primary.requests).toHaveLength(4);

    clock.advance(1001);
    reply = { text: 'by the model' };
    expect(await ask()).toMatchObject({ model: 'big' });
    expect(await ask()).toMatchObject({ model: 'big' });
  });

  test('only failures in a row count', async () => {
    const replies = [down, down, { text: 'ok' }, down, down, { text: 'ok' }];
    let at = 0;
    const { ask, primary } = start(() => replies[at++] ?? down);
    for (let count = 0; count < 6; count++) await ask();
    expect(primary.requests).toHaveLength(6);
  });

  test('a model that talks nonsense is asked again: it costs no waiting', async () => {
    const { ask, primary } = start(() => nonsense);
    for (let at = 0; at < 5; at++) await ask();
    expect(primary.requests).toHaveLength(5);
  });

  test('a request that was called off is not answered', async () => {
    const controller = new AbortController();
    const { ask, fallback, failures } = start(() => {
      controller.abort(new Error('stopping'));
      return down;
    });
    await expect(ask(controller.signal)).rejects.toThrow('stopping');
    expect(fallback.requests).toHaveLength(0);
    expect(failures).toHaveLength(0);
  });

  test('a fault in our own code is not hidden', async () => {
    const { ask } = start(() => new TypeError('a bug'));
    await expect(ask()).rejects.toThrow('a bug');
  });

  test('a refusal is answered by the fallback, and asked about again: the model is well', async () => {
    const { ask, primary } = start(() => new Failure('model.refused', 'No.', 'Ask otherwise.'));
    for (let at = 0; at < 5; at++) expect(await ask()).toMatchObject({ model: 'rules' });
    expect(primary.requests).toHaveLength(5);
  });

  test.each([[['Well, '], 1] as const, [[], 0] as const])(
    'whoever read %j along is told that another begins anew',
    async (said, restarts) => {
      const primary: ModelProvider = {
        name: 'big',
        complete: async ({ onText }) => {
          for (const piece of said) onText?.(piece);
          throw down;
        },
      };
      const model = withFallback(primary, createScriptedModel([{ text: 'by rules' }]), { clock: Date.now });
      let restarted = 0;
      const onRestart = () => {
        restarted += 1;
      };
      const signal = new AbortController().signal;
      await model.complete({ agent: 'rag', messages: [], tools: [], signal, onText: vi.fn(), onRestart });
      expect(restarted).toBe(restarts);
    },
  );
});
