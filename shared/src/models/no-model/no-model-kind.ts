import { z } from 'zod';
import { defineProvider } from '../provider-kind.ts';
import { createNoModelProvider } from './no-model.ts';

/** The rules that answer without a model, in this process and at no cost. */
export const noModelKind = defineProvider({
  settings: z.strictObject({}),
  can: ['tools', 'streaming'],
  builtIn: true,
  isLocal: () => true,
  connect: () => createNoModelProvider,
});
