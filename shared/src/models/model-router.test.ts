import { describe, expect, test, vi } from 'vitest';
import { Failure } from '../contracts/errors.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { createScriptedModel, type ScriptedReply } from '../testing/scripted-model.ts';
import { createBreaker } from '../timing/breaker.ts';
import type { ModelProvider, ModelRequest } from './model.ts';
import { createRoute, type ModelFailure, type Offer } from './model-router.ts';
import { noModelName } from './no-model/no-model.ts';

const down = new Failure('model.unavailable', 'The model is down.', 'Wait.');
const nonsense = new Failure('model.bad_reply', 'Nonsense.', 'Wait.');

const offerOf = (provider: ModelProvider, changes: Partial<Offer> = {}): Offer => ({
  ...{ endpoint: `at-${provider.name}`, model: provider.name, local: false, can: ['tools'], provider },
  breaker: createBreaker({ threshold: 3, pauseMs: 1000 }),
  ...changes,
});

const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  ...{ agent: 'rag', messages: [], tools: [], signal: new AbortController().signal },
  ...changes,
});

const start = (script: () => ScriptedReply) => {
  const clock = createFixedClock();
  const failures: ModelFailure[] = [];
  const primary = createScriptedModel(script, 'big');
  const fallback = createScriptedModel(() => ({ text: 'by rules' }), 'rules');
  const options = { clock, onFailure: (failed: ModelFailure) => failures.push(failed) };
  const model = createRoute([offerOf(primary), offerOf(fallback, { builtIn: true })], {}, options);
  const ask = (signal = new AbortController().signal) => model.complete(request({ signal }));
  return { clock, failures, primary, fallback, model, ask };
};

describe('a model with another behind it', () => {
  test('is answered for by the model that answered', async () => {
    const { ask, model, fallback } = start(() => ({ text: 'by the model' }));
    expect(model.name).toBe('big');
    expect(await ask()).toMatchObject({ text: 'by the model', model: 'big' });
    expect(fallback.requests).toHaveLength(0);
  });

  test.each([down, nonsense])('answers through the fallback and tells of $code', async (failure) => {
    const { ask, failures } = start(() => failure);
    expect(await ask()).toMatchObject({ text: 'by rules', model: 'rules' });
    expect(failures).toEqual([{ endpoint: 'at-big', model: 'big', agent: 'rag', failure }]);
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
      const offers = [offerOf(primary), offerOf(createScriptedModel([{ text: 'by rules' }]))];
      const model = createRoute(offers, {}, { clock: Date.now });
      let restarted = 0;
      const onRestart = () => {
        restarted += 1;
      };
      await model.complete(request({ onText: vi.fn(), onRestart }));
      expect(restarted).toBe(restarts);
    },
  );
});

describe('a route', () => {
  const clock = createFixedClock();
  const tool = { name: 'search', description: 'Search.', arguments: {} as ModelRequest['tools'][number]['arguments'] };

  test('asks a model that knows no tools only where none are offered', async () => {
    const plain = createScriptedModel(() => ({ text: 'plain' }), 'plain');
    const skilled = createScriptedModel(() => ({ text: 'skilled' }), 'skilled');
    const route = createRoute([offerOf(plain, { can: [] }), offerOf(skilled)], {}, { clock });
    expect(await route.complete(request())).toMatchObject({ model: 'plain' });
    expect(await route.complete(request({ tools: [tool] }))).toMatchObject({ model: 'skilled' });
  });

  test('passes over a model whose context is too small for the question', async () => {
    const small = createScriptedModel(() => ({ text: 'small' }), 'small');
    const large = createScriptedModel(() => ({ text: 'large' }), 'large');
    const route = createRoute([offerOf(small, { contextTokens: 500 }), offerOf(large)], {}, { clock });
    const asking = (content: string) => route.complete(request({ messages: [{ role: 'user', content }] }));
    expect(await asking('Is parking free?')).toMatchObject({ model: 'small' });
    expect(await asking('word '.repeat(1000))).toMatchObject({ model: 'large' });
  });

  test('fails with a code of its own when nothing fits', async () => {
    const route = createRoute([offerOf(createScriptedModel([]), { can: [] })], {}, { clock });
    await expect(route.complete(request({ tools: [tool] }))).rejects.toMatchObject({ code: 'model.none_fits' });
  });

  test('asks a model that rests when nothing else fits, and tells of its failure', async () => {
    const only = createScriptedModel(() => down, 'only');
    const route = createRoute([offerOf(only)], {}, { clock });
    for (let at = 0; at < 5; at++) await expect(route.complete(request())).rejects.toBe(down);
    expect(only.requests).toHaveLength(5);
  });

  test('of one team leaves a model alone that failed for another', async () => {
    const big = createScriptedModel(() => down, 'big');
    const offers = [
      offerOf(big),
      offerOf(
        createScriptedModel(() => ({ text: 'by rules' })),
        { builtIn: true },
      ),
    ];
    const [one, other] = [createRoute(offers, {}, { clock }), createRoute(offers, { models: ['big'] }, { clock })];
    for (let at = 0; at < 3; at++) await one.complete(request());
    await other.complete(request());
    expect(big.requests).toHaveLength(3);
  });

  test('is named after the first model that the team may use, and offers each name once', () => {
    const offers = [
      offerOf(createScriptedModel([], 'far')),
      offerOf(createScriptedModel([], 'near'), { local: true }),
      offerOf(createScriptedModel([], 'near'), { local: true, endpoint: 'spare' }),
      offerOf(createScriptedModel([], noModelName), { local: true, builtIn: true }),
    ];
    const routes = [{}, { localOnly: true }, { models: ['gone'] }].map((policy) =>
      createRoute(offers, policy, { clock }),
    );
    expect(routes.map(({ name, models }) => [name, ...models])).toEqual([
      ['far', 'far', 'near'],
      ['near', 'near'],
      [noModelName],
    ]);
  });
});
