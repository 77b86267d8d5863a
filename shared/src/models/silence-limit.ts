import { Failure } from '../contracts/errors.ts';

type SilenceLimit = {
  /** Aborts when the other side is silent for too long, or with the given signal. */
  readonly signal: AbortSignal;
  /** Data arrived; the next may take `nextMs`. */
  heard(): void;
  end(): void;
};

type SilenceTerms = {
  /** In milliseconds. */
  readonly firstMs: number;
  readonly nextMs: number;
  readonly signal: AbortSignal;
  /** The subject of the error message. */
  readonly name: string;
};

/** Aborts an exchange in which the other side does not start to answer or stops in the middle. */
export const createSilenceLimit = ({ firstMs, nextMs, signal, name }: SilenceTerms): SilenceLimit => {
  const controller = new AbortController();
  const endAfter = (milliseconds: number, message: string) =>
    setTimeout(() => controller.abort(new Failure('model.unavailable', message, HINT)), milliseconds);
  let timer = endAfter(firstMs, `${name} did not begin to answer in time.`);
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    heard: () => {
      clearTimeout(timer);
      timer = endAfter(nextMs, `${name} fell silent in the middle of its answer.`);
    },
    end: () => clearTimeout(timer),
  };
};

const HINT = 'Try a faster model or endpoint.';
