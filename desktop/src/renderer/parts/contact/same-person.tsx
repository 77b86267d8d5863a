import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { decideSamePerson, likenessOf } from '@inbetwin/shared/leads/same-person.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Section } from '../../ui/layout/section.tsx';
import { useDocuments } from '../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

type PairProps = { readonly contact: Contact; readonly other: Contact };

const OtherContact = ({ contact, other }: PairProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const isSame = likenessOf(contact, other) === 'same';
  const decide = (state: 'same' | 'different'): void =>
    void decideSamePerson(workspace, [contact, other], state).catch(reportFailure);
  return (
    <li className="flex flex-col gap-2 border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">
        <Link
          to="/contacts/$contactId"
          params={{ contactId: other.id }}
          className="font-medium text-accent hover:underline"
        >
          {other.name || t('contacts.unnamed')}
        </Link>
        {other.identities.map(({ channel, account, externalId }) => (
          <ChannelMark key={`${channel}:${account}:${externalId}`} channel={channel} named />
        ))}
      </p>
      <div className="flex flex-wrap gap-2">
        {!isSame && (
          <Button className="max-panes:min-h-11" onClick={() => decide('same')}>
            {t('contacts.alike.same')}
          </Button>
        )}
        <Button
          look="quiet"
          className={classNames('max-panes:min-h-11', isSame && '-ml-3')}
          onClick={() => decide('different')}
        >
          {t('contacts.alike.different')}
        </Button>
      </div>
    </li>
  );
};

/** Other contacts of the same person, and those that may be: a person of the team decides it. */
export const SamePerson = ({ contact }: { readonly contact: Contact }) => {
  const { t } = useTranslation();
  const ids = (contact.alike ?? []).map(({ id }) => id);
  const found = useDocuments('contacts', ids);
  const others = ids.flatMap((id) => found?.get(id) ?? []);
  const lists = (['suggested', 'same'] as const).map((state) => ({
    state,
    members: others.filter((other) => likenessOf(contact, other) === state),
  }));
  return lists.map(
    ({ state, members }) =>
      members.length > 0 && (
        <Section key={state} title={t(`contacts.alike.title.${state}`)}>
          {state === 'suggested' && <p className="text-muted">{t('contacts.alike.hint')}</p>}
          <ul>
            {members.map((other) => (
              <OtherContact key={other.id} contact={contact} other={other} />
            ))}
          </ul>
        </Section>
      ),
  );
};
