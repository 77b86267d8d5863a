import { tools } from '@inbetwin/shared/tools/registry.ts';
import type { Tool } from '@inbetwin/shared/tools/tool.ts';
import { useTranslation } from 'react-i18next';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { Check } from './check.tsx';

const known: readonly Tool[] = Object.values(tools);

type ToolFieldsProps = {
  readonly chosen: readonly string[];
  readonly approvals: readonly string[];
  readonly disabled: boolean;
  readonly onChosen: (tools: readonly string[]) => void;
  readonly onApprovals: (tools: readonly string[]) => void;
};

/** The tools that the agent may use, and which of them need a person's approval for each call. */
export const ToolFields = ({ chosen, approvals, disabled, onChosen, onApprovals }: ToolFieldsProps) => {
  const { t } = useTranslation();
  const { toolName } = useAgentWords();
  return (
    <ul>
      {known.map(({ name, effect, approval }) => {
        const isUsed = chosen.includes(name);
        const isAlways = approval === 'always';
        return (
          <li
            key={name}
            className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line py-1.5 last:border-0"
          >
            <Check
              label={toolName(name)}
              hint={t(`agents.effect.${effect}`)}
              checked={isUsed}
              disabled={disabled}
              onChange={(on) => onChosen(toggled(chosen, name, on))}
            />
            {isUsed && (
              <Check
                label={t('agents.form.approve')}
                name={`${t('agents.form.approve')}: ${toolName(name)}`}
                {...(isAlways && { hint: t('agents.form.always') })}
                checked={isAlways || approvals.includes(name)}
                disabled={disabled || isAlways}
                onChange={(on) => onApprovals(toggled(approvals, name, on))}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
};

const toggled = (names: readonly string[], name: string, on: boolean): readonly string[] =>
  on ? [...names.filter((each) => each !== name), name] : names.filter((each) => each !== name);
