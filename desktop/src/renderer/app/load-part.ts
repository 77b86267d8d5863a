import { createElement, type FunctionComponent, use } from 'react';

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
  let component: FunctionComponent<P> | undefined;
  let failure: PartNotLoaded | undefined;
  let loading: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    failure = undefined;
    try {
      component = (await load())[name];
    } catch (cause) {
      failure = new PartNotLoaded(cause);
      loading = undefined;
    }
  };
  const preload = (): Promise<void> => {
    loading ??= begin();
    return loading;
  };
  const Part = (props: P) => {
    if (failure) throw failure;
    if (!component) use(preload());
    return component && createElement(component, props);
  };
  preloads.push(preload);
  return Object.assign(Part, { preload });
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
