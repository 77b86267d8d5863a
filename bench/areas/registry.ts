import type { BenchArea } from '../bench-area.ts';
import { messages } from './messages.ts';
import { sync } from './sync.ts';
import { workspace } from './workspace.ts';

/** Every area by its name. Adding one is a file and a line here. */
export const areas: ReadonlyMap<string, BenchArea> = new Map(Object.entries({ messages, sync, workspace }));
