import { type Fact, factSchema, type Twin } from '@inbetwin/shared/entities/twin.ts';
import { withCorrectedFact } from '@inbetwin/shared/twins/change-facts.ts';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { Ban, Ellipsis, MessageSquareQuote, Pencil } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatFull, formatMoment, formatShare } from '../../i18n/format.ts';
import { formatPhone } from '../../i18n/format-phone.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { classNames } from '../../ui/class-names.ts';
import { InlineForm } from '../../ui/fields/inline-form.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { ChangedMeanwhile } from '../forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../forms/unsaved-note.tsx';
import { useDiscard } from '../forms/use-discard.ts';
import { type Form, useForm } from '../forms/use-form.ts';
import { factPath } from './fact-marks.tsx';
import { useFactActions } from './use-fact-actions.ts';

const factValueSchema = factSchema.shape.value.min(1);

type FactText = { readonly text: string };

const factIn = ({ facts }: Twin, fact: Fact): Fact => facts.find(({ id }) => id === fact.id) ?? fact;

type FactRowProps = {
  readonly twin: Twin;
  readonly fact: Fact;
  /** Shown after the value. */
  readonly mark?: ReactNode;
  /** Shown below the value. */
  readonly note?: ReactNode;
  readonly onJump?: () => void;
};

/** A fact with its origin, and actions to correct or forbid it. */
export const FactRow = ({ twin, fact, mark, note, onJump }: FactRowProps) => {
  const { t } = useTranslation();
  const [isEditing, setIsEditing] = useState(false);
  const form = useForm<Twin, FactText>(
    twin,
    {
      read: (shown) => ({ text: factIn(shown, fact).value }),
      write: (shown, { text = '' }) => withCorrectedFact(shown, { id: fact.id, value: text }),
    },
    { collection: 'twins', id: twin.id, part: factPath(fact) },
  );
  const label = wordFor('contacts.twin.key', fact.key) ?? t(`contacts.twin.group.${fact.group}`);
  return (
    <li className="border-b border-line py-1.5 last:border-0">
      <div className="flex min-h-6 items-start gap-2">
        {isEditing || form.isChanged ? (
          <FactForm
            twin={twin}
            fact={fact}
            label={label}
            form={form}
            takesFocus={isEditing}
            onLeave={() => setIsEditing(false)}
          />
        ) : (
          <>
            <p className="min-w-0 flex-1 pt-0.5 [overflow-wrap:anywhere]">
              <span className="text-muted">{label}: </span>
              <span className={classNames('font-medium', fact.state === 'forbidden' && 'text-faint line-through')}>
                {factValue(fact, t)}
              </span>{' '}
              {mark}
            </p>
            <FactMenu twin={twin} fact={fact} label={label} onCorrect={() => setIsEditing(true)} />
          </>
        )}
      </div>
      {note}
      <FactOrigin fact={fact} label={label} {...(onJump ? { onJump } : {})} />
    </li>
  );
};

type FactPartProps = Pick<FactRowProps, 'twin' | 'fact'> & { readonly label: string };

type FactFormProps = FactPartProps & {
  readonly form: Form<Twin, FactText>;
  readonly takesFocus: boolean;
  readonly onLeave: () => void;
};

const FactForm = ({ twin, fact, label, form, takesFocus, onLeave }: FactFormProps) => {
  const { t } = useTranslation();
  const { correct } = useFactActions();
  const discard = useDiscard();
  const problemOf = (text: string): string | undefined =>
    factValueSchema.safeParse(text.trim()).success ? undefined : t('contacts.twin.wrongValue');
  return (
    <InlineForm
      label={`${label}: ${t('contacts.twin.value')}`}
      value={form.fields.text}
      onChange={(text) => form.change({ text })}
      problemOf={problemOf}
      takesFocus={takesFocus}
      onCancel={() => {
        discard(form);
        onLeave();
      }}
      onSave={() => void correct(form, twin, fact).then((isSaved) => isSaved && onLeave())}
      note={
        <>
          <UnsavedNote form={form} discards={false} />
          <ChangedMeanwhile
            form={form}
            name="text"
            collection="twins"
            document={twin}
            path={`${factPath(fact)}/value`}
          />
        </>
      }
    />
  );
};

const FactMenu = ({ twin, fact, label, onCorrect }: FactPartProps & { readonly onCorrect: () => void }) => {
  const { t } = useTranslation();
  const { forbid } = useFactActions();
  return (
    <Menu
      trigger={
        <IconButton
          icon={Ellipsis}
          label={t('contacts.twin.actions', { fact: `${label}: ${factValue(fact, t)}` })}
          className="-my-1 -mr-2 max-panes:-my-2"
        />
      }
    >
      <MenuItem icon={Pencil} label={t('contacts.twin.correct')} onSelect={onCorrect} />
      {fact.state !== 'forbidden' && (
        <MenuItem icon={Ban} label={t('contacts.twin.forbid')} onSelect={() => void forbid(twin, fact)} />
      )}
    </Menu>
  );
};

const factValue = ({ key, value }: Fact, t: TFunction): string =>
  key === 'language' && (value === 'ru' || value === 'en') ? t(`language.${value}`) : formatPhone(value);

/** The confidence and age of a fact, and the message it was learned from. */
const FactOrigin = ({
  fact,
  label,
  onJump,
}: Omit<FactRowProps, 'twin' | 'mark' | 'note'> & { readonly label: string }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const certainty =
    fact.state === 'inferred'
      ? t('contacts.twin.confidence', { share: formatShare(fact.confidence, language) })
      : t(`contacts.twin.${fact.state}`);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-12 text-faint">
      <span className={fact.state === 'corrected' ? 'text-positive' : undefined}>{certainty}</span>
      <time dateTime={new Date(fact.observedAt).toISOString()} title={formatFull(fact.observedAt, language)}>
        {formatMoment({ at: fact.observedAt, now, language }, t)}
      </time>
      <Link
        to="/inbox/$conversationId"
        params={{ conversationId: fact.conversationId }}
        search={{ message: fact.messageId }}
        onClick={onJump}
        className="inline-flex items-center gap-1 text-accent hover:underline max-panes:min-h-8"
      >
        <MessageSquareQuote size={12} aria-hidden />
        {t('contacts.twin.why')}
        <span className="sr-only">{`${label}: ${factValue(fact, t)}`}</span>
      </Link>
    </p>
  );
};
