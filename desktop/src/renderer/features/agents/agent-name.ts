import { agents } from '@inbetwin/shared/agents/registry.ts';
import { SUPERVISOR } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { toSlug } from '@inbetwin/shared/text/to-slug.ts';

/** Derives a name for a new agent from its title that is not among `taken` and not that of a built-in agent. */
export const agentNameFor = (title: string, taken: ReadonlySet<string>): string => {
  const slug = toSlug(title) || 'agent';
  for (let number = 1; ; number++) {
    const name = number === 1 ? slug : `${slug}-${number}`;
    // `in` also finds inherited properties such as `constructor`, because agents are looked up by name in plain objects.
    if (!(name in agents) && name !== SUPERVISOR && !taken.has(name)) return name;
  }
};
