import { z } from 'zod';
import { defineProvider } from '../provider-kind.ts';
import { createNoModelProvider } from './no-model.ts';

/** The rules that answer where no model does: within this process, for nothing. */
export const noModelKind = defineProvider({
  settings: z.strictObject({}),
  can: ['tools', 'streaming'],
  builtIn: true,
  isLocal: () => true,
  connect: () => createNoModelProvider,
});
