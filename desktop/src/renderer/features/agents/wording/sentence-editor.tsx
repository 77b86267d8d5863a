import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import {
  MAX_SENTENCE,
  placeholdersOf,
  type SentenceKey,
  type SentenceProblem,
} from '@inbetwin/shared/entities/sentences.ts';
import { defaultSentence } from '@inbetwin/shared/wording/default-sentences.ts';
import { speakerOf } from '@inbetwin/shared/wording/phrases.ts';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { wordFor } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { LongField } from '../editor/long-field.tsx';
import { Bubble } from './bubble.tsx';
import { sampleValues } from './sample-values.ts';
import { problemOfField, sentenceField, styleIn } from './style-form.ts';
import type { StylePart } from './style-part.ts';

const problemWords = (t: TFunction, problem: SentenceProblem | 'too-long'): string => {
  if (problem === 'too-long') return t('wording.tooLong', { count: MAX_SENTENCE });
  const name = `{${problem.name}}`;
  return problem.code === 'reply_style.placeholder_missing'
    ? t('wording.problem.missing', { name })
    : t('wording.problem.unknown', { name });
};

type SentenceEditorProps = StylePart & { readonly language: Language; readonly name: SentenceKey };

/** The words of one sentence, what may be filled in, and how a customer reads it. */
export const SentenceEditor = ({ name, language, fields, disabled, meanwhile, onChange }: SentenceEditorProps) => {
  const { t } = useTranslation();
  const now = useNow();
  const field = sentenceField(language, name);
  const own = fields[field];
  const standard = defaultSentence(name, language, fields.address);
  // Somebody who deletes the standard words is about to write others.
  const [isCleared, setCleared] = useState(false);
  const text = own || (isCleared ? '' : standard);
  const write = (next: string): void => {
    setCleared(next === '');
    onChange({ [field]: next === standard ? '' : next });
  };
  const problem = problemOfField(name, own);
  const placeholders = Object.entries(placeholdersOf(name));
  const style = styleIn(fields);
  return (
    <div className="flex flex-col items-stretch gap-2 pb-4 pl-6">
      <LongField
        label={t('wording.words')}
        language={language}
        value={text}
        disabled={disabled}
        problem={problem && problemWords(t, problem)}
        placeholder={standard}
        onChange={write}
        className="min-h-16"
      />
      {placeholders.length > 0 && (
        <ul aria-label={t('wording.placeholders')} className="flex flex-col gap-1 text-12 text-muted">
          {placeholders.map(([placeholder, need]) => (
            <li key={placeholder} className="flex flex-wrap items-center gap-x-2">
              <code className="rounded-control bg-surface-2 px-1 text-text">{`{${placeholder}}`}</code>
              <span className="min-w-48 flex-1">
                {wordFor('wording.placeholder', placeholder)}
                {need === 'required' && ` · ${t('wording.required')}`}
              </span>
              {!disabled && !text.includes(`{${placeholder}}`) && (
                <Button
                  look="quiet"
                  className="max-panes:-ml-3"
                  onClick={() => write(`${text} {${placeholder}}`.trim())}
                >
                  {t('wording.insert', { name: `{${placeholder}}` })}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem === undefined && (
        <Bubble by="agent" language={language} label={t('wording.seen')}>
          {speakerOf({ style, at: now }, language)(name, sampleValues[language])}
        </Bubble>
      )}
      {meanwhile(field)}
      {!disabled && own !== '' && (
        <Button look="quiet" className="-ml-3 self-start" onClick={() => write(standard)}>
          {t('wording.reset')}
        </Button>
      )}
    </div>
  );
};
