import type { Step } from '@inbetwin/shared/entities/run.ts';
import { noModelName } from '@inbetwin/shared/models/no-model/no-model.ts';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../../i18n/i18n.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { isByRules } from './step-content.ts';

/** Summarizes a step in a few words. */
export const useStepWords = (): ((step: Pick<Step, 'kind' | 'name' | 'input'>) => string) => {
  const { t } = useTranslation();
  const { toolName } = useAgentWords();
  return ({ kind, name, input }) => {
    switch (kind) {
      case 'route':
        return isByRules({ name }) ? t('runs.step.route') : t('runs.step.routeBy', { name });
      case 'model':
        return name === noModelName ? t('runs.step.rules') : `${t('runs.step.model')} ${name}`;
      case 'tool':
        return toolName(name);
      case 'handover':
        return t(name === 'failure' ? 'runs.step.failure' : 'runs.step.handover');
      case 'reply':
        return wordFor('runs.step', name) ?? t('runs.step.reply');
      case 'event': {
        const limit = limitOf(input);
        const word = wordFor('runs.step', name) ?? t('runs.step.other');
        return limit === undefined ? word : `${word}: ${wordFor('runs.limit', limit) ?? limit}`;
      }
    }
  };
};

const limitOf = (input: Step['input']): string | undefined => {
  if (typeof input !== 'object' || input === null || !('limit' in input)) return undefined;
  return typeof input.limit === 'string' ? input.limit : undefined;
};
