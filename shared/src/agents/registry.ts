import type { Agent } from './agent.ts';
import { intake } from './intake.ts';
import { nurturing } from './nurturing.ts';
import { rag } from './rag.ts';
import { scoring } from './scoring.ts';

/** Every agent by its name. Adding one is a file and a line here. */
export const agents = { rag, intake, scoring, nurturing } as const satisfies Record<string, Agent>;
