import { registerHooks } from 'node:module';
import { type Life, presentLife } from './process-life.ts';

/**
 * Import this before RxDB. RxDB keeps the last timestamp that it issued in its module, so devices in one process would
 * share the fastest clock; this gives each program run its own, as on separate devices.
 */
type Kept = { ms: number; sub: number };

const byLife = new WeakMap<Life, Kept>();
const story: Kept = { ms: 0, sub: 0 };

const keptNow = (): Kept => {
  const life = presentLife();
  if (!life) return story;
  const kept = byLife.get(life) ?? { ms: 0, sub: 0 };
  byLife.set(life, kept);
  return kept;
};

Object.assign(globalThis, { proofClockOfLife: keptNow });

const source = `
export function now() {
  const kept = globalThis.proofClockOfLife();
  const ms = Date.now();
  if (ms > kept.ms) { kept.ms = ms; kept.sub = 1; }
  else if (++kept.sub === 100) { kept.ms++; kept.sub = 1; }
  return kept.ms + kept.sub * 0.01;
}`;

registerHooks({
  load: (url, context, next) =>
    url.endsWith('/plugins/utils/utils-time.js')
      ? { format: 'module', source, shortCircuit: true }
      : next(url, context),
});
