import { createElement, type FulfilledReactPromise, type FunctionComponent, use } from 'react';

/** A chunk of the program could not be loaded: there is no network, or the server has a newer build without it. */
export class PartNotLoaded extends Error {
  readonly code = 'ui.part_not_loaded';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'PartNotLoaded';
  }
}

type LazyPart<P> = FunctionComponent<P> & {
  /** Always resolves; a failure is thrown when the part is rendered, and the next call retries. */
  readonly preload: () => Promise<void>;
};

const preloads: (() => Promise<void>)[] = [];

/**
 * A component in its own chunk, which is loaded when it is first rendered, by the router, or by `preloadParts`. Rendering throws
 * `PartNotLoaded` if loading failed.
 */
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

/** Marks the promise so that `use` can read its result without suspending, even for a promise that it has not seen before. */
const readAtOnce = <T>(result: Promise<T>): Promise<T> => {
  const marked: Promise<T> = result.then((value) => {
    const settled: Pick<FulfilledReactPromise<T>, 'status' | 'value'> = { status: 'fulfilled', value };
    Object.assign(marked, settled);
    return value;
  });
  return marked;
};

/** Loads all parts one by one while the page is idle. */
export const preloadParts = async (idle: () => Promise<void>): Promise<void> => {
  for (const preload of preloads) {
    await idle();
    await preload();
  }
};

/** Resolves when the page is idle. */
export const untilIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 5_000 });
    else setTimeout(resolve, 200); // Safari has no `requestIdleCallback`.
  });
