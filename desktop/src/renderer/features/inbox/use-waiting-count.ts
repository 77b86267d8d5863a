import { useLive } from '../../database/use-live.ts';
import { selectorOf } from './filters.ts';

/** Conversations that wait for a person. */
export const useWaitingCount = (): number =>
  useLive(({ collections }) => collections.conversations.find({ selector: selectorOf('needs') }), [])?.length ?? 0;
