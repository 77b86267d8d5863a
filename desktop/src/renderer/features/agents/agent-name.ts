import { agents } from '@inbetwin/shared/agents/registry.ts';
import { SUPERVISOR } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { toSlug } from '@inbetwin/shared/text/to-slug.ts';

/** A name for an agent that the team makes, after its title, that is nobody's yet: not among `taken`, and none of the built-in. */
export const agentNameFor = (title: string, taken: ReadonlySet<string>): string => {
  const slug = toSlug(title) || 'agent';
  for (let number = 1; ; number++) {
    const name = number === 1 ? slug : `${slug}-${number}`;
    // `in` also passes over what every object has: it is looked up by its name.
    if (!(name in agents) && name !== SUPERVISOR && !taken.has(name)) return name;
  }
};
