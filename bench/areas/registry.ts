import type { RegisteredArea } from '../bench-area.ts';
import { agents } from './agents.ts';
import { firstPull } from './first-pull.ts';
import { fuzz } from './fuzz.ts';
import { load } from './load.ts';
import { messages } from './messages.ts';
import { scale } from './scale.ts';
import { search } from './search.ts';
import { sync } from './sync.ts';

/** All areas by name. A new area is one file and one line here. */
export const areas: ReadonlyMap<string, RegisteredArea> = new Map(
  Object.entries({
    messages: { area: messages },
    load: { area: load, limitMs: 600_000 },
    agents: { area: agents },
    'first-pull': { area: firstPull, limitMs: 600_000 },
    fuzz: { area: fuzz, limitMs: 600_000 },
    sync: { area: sync, limitMs: 1_800_000 },
    scale: { area: scale, limitMs: 3_600_000 },
    search: { area: search, limitMs: 900_000 },
  }),
);
