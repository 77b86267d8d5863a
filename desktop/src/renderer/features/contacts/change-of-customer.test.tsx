// @vitest-environment jsdom
import { sampleContact, sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { firstValueFrom } from 'rxjs';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Workspace } from '../../database/workspace-database.ts';
import { leaveWorkspace, renderInWorkspace } from '../../testing/render-in-workspace.tsx';
import { ContextPane } from '../inbox/context-pane.tsx';
import { ContactScreen } from './contact-screen.tsx';

await vi.hoisted(async () => (await import('../../testing/signed-in.ts')).wasSignedInAs('rep'));
const address = vi.hoisted(() => ({ contactId: 'person:1' }));
vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { readonly children: ReactNode }) => children,
  useCanGoBack: () => false,
  useNavigate: () => async () => undefined,
  useParams: () => address,
  useRouter: () => ({ history: { back: () => undefined } }),
}));

let workspace: Workspace;
afterEach(() => leaveWorkspace(workspace, 'contacts'));

const Beside = ({ contactId }: { readonly contactId: string }) => (
  <ContextPane conversation={sampleConversation('telegram:42:7', { contactId })} />
);
const Alone = ({ contactId }: { readonly contactId: string }) => {
  address.contactId = contactId;
  return <ContactScreen />;
};

test.each([
  ['the page of the customer', Alone],
  ['the pane beside a conversation', Beside],
])('no open editor outlives a change of customer: %s', async (_, Place) => {
  let goTo: (contactId: string) => void = () => undefined;
  const Shown = () => {
    const [contactId, setContactId] = useState('person:1');
    goTo = (next) => act(() => setContactId(next));
    return <Place contactId={contactId} />;
  };
  workspace = await renderInWorkspace(<Shown />);
  await workspace.collections.contacts.bulkInsert([
    sampleContact('person:1', { name: 'Анна', company: 'Ромашка' }),
    sampleContact('person:2', { name: 'Борис', company: 'Лютик' }),
  ]);
  // Something else on the screen shows the other customer, who is therefore there without a moment's wait.
  const other = workspace.collections.contacts.findOne('person:2').$;
  await firstValueFrom(other);
  const subscription = other.subscribe();
  onTestFinished(() => subscription.unsubscribe());
  await screen.findAllByText('Ромашка');
  fireEvent.click(await screen.findByRole('button', { name: 'Изменить: Компания' }));
  fireEvent.change(screen.getByRole('textbox', { name: 'Компания' }), { target: { value: 'Ромашка и сыновья' } });

  goTo('person:2');
  await screen.findAllByText('Лютик');
  expect(screen.queryByRole('textbox', { name: 'Компания' })).toBeNull();
  await waitFor(() => expect(screen.getAllByText('Борис')).not.toEqual([]));
});
