import { createElement, type FulfilledReactPromise, type FunctionComponent, use } from 'react';

/** A file of the program could not be loaded: there is no network, or the server has a newer build without it. */
export class PartNotLoaded extends Error {
  readonly code = 'ui.part_not_loaded';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'PartNotLoaded';
  }
}

type LazyPart<P> = FunctionComponent<P> & {
  /** Resolves in any case: a failure is thrown when the part is shown, and the next call tries again. */
  readonly preload: () => Promise<void>;
};

const preloads: (() => Promise<void>)[] = [];

/** A component in a file of its own, loaded when it is first shown, by the router, or by `preloadParts`. Throws `PartNotLoaded` when shown. */
export const lazyPart = <N extends string, P extends object>(
  load: () => Promise<Readonly<Record<N, FunctionComponent<P>>>>,
  name: N,
): LazyPart<P> => {
  let loading: Promise<FunctionComponent<P> | PartNotLoaded> | undefined;
  let hasFailed = false;
  const begin = () => {
    hasFailed = false;
    const found = load().then(
      (part) => part[name],
      (cause: unknown) => {
        hasFailed = true;
        return new PartNotLoaded(cause);
      },
    );
    return readAtOnce(found);
  };
  const preload = async (): Promise<void> => {
    if (hasFailed) loading = undefined;
    loading ??= begin();
    await loading;
  };
  const Part = (props: P) => {
    loading ??= begin();
    // React requires a component that suspended with `use` to call it again when it resumes, so it is called every time.
    const component = use(loading);
    if (component instanceof PartNotLoaded) throw component;
    return createElement(component, props);
  };
  preloads.push(preload);
  return Object.assign(Part, { preload });
};

/** `use` reads the result without suspending once there is one, also if it has not waited for this promise before. */
const readAtOnce = <T>(result: Promise<T>): Promise<T> => {
  const marked: Promise<T> = result.then((value) => {
    const settled: Pick<FulfilledReactPromise<T>, 'status' | 'value'> = { status: 'fulfilled', value };
    Object.assign(marked, settled);
    return value;
  });
  return marked;
};

/** Loads all parts, one after the other while the page has nothing else to do. */
export const preloadParts = async (idle: () => Promise<void>): Promise<void> => {
  for (const preload of preloads) {
    await idle();
    await preload();
  }
};

/** Resolves when the page has nothing to do. */
export const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 5_000 });
    else setTimeout(resolve, 200); // Safari has none.
  });
