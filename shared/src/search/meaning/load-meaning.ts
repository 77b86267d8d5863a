import { type MeaningModel, openMeaning } from './meaning-model.ts';

let loading: Promise<MeaningModel> | undefined;

/** Returns the model that comes with the program. It is loaded with the first question, because most devices never ask one. */
export const loadMeaning = (): Promise<MeaningModel> => {
  loading ??= import('./weights.json', { with: { type: 'json' } }).then(({ default: weights }) => openMeaning(weights));
  return loading;
};
