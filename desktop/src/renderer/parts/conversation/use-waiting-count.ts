import { useLiveCount } from '../../workspace/live/use-live.ts';
import { selectorOf } from './filters.ts';

/** The number of conversations that wait for a person. */
export const useWaitingCount = (): number =>
  useLiveCount(({ collections }) => collections.conversations.count({ selector: selectorOf('needs') }), []) ?? 0;
