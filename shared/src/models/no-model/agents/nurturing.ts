import { understand } from '../../../reading/understand.ts';
import { cutText } from '../../../text/cut-text.ts';
import type { AgentRules } from '../turn.ts';

const MAX_QUOTE = 200;

/** A polite reminder of what the customer wanted, in their own words. */
export const nurturingRules: AgentRules = ({ earlier, say }) => {
  const quote = lastMatter(earlier);
  return { text: quote === undefined ? say.followUp : say.followUpAbout(quote) };
};

/** The customer's need, otherwise their last question. */
const lastMatter = (said: readonly string[]): string | undefined => {
  const understood = said.map((text) => ({ text, ...understand(text) }));
  const need = understood.findLast((one) => one.need !== undefined)?.need;
  const asked = understood.findLast((one) => one.asksSomething && !one.asksForPerson && !one.asksAboutBot)?.text;
  const words = (need ?? asked)?.replace(/[\s«»“”"]+/gu, ' ').trim();
  return words ? cutText(words, MAX_QUOTE) : undefined;
};
