import type { RemovedCustomer } from '@inbetwin/shared/contracts/customers.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { changeContact, contactFields, isNamesakeOf } from '@inbetwin/shared/leads/contact-field.ts';
import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { nameLeadsAfter } from '@inbetwin/shared/leads/name-leads.ts';
import { type CustomerWrites, removeCustomer, restoreCustomer } from '@inbetwin/shared/leads/remove-customer.ts';
import { renewScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { editsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import { documentsAs, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Handlers } from '../machinery/handler.ts';
import { type FieldErrors, InvalidFields } from '../machinery/invalid-fields.ts';
import type { Removal } from '../machinery/removal-receipts.ts';
import { requireRight } from '../machinery/rights.ts';
import { requireVersion } from '../machinery/versions.ts';
import { found } from './lists.ts';

const PAGE = 500;
const MAX_CONVERSATIONS = 100;

type ContactRoute = 'getContact' | 'updateContact' | 'deleteContact' | 'restoreContact';

/** Reads, changes, deletes, and restores a contact with everything known about the customer. */
export const contactHandlers: Pick<Handlers, ContactRoute> = {
  getContact: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.contacts.get(params.id), 'contact');
  },

  updateContact: async ({ services, caller, params, body, ifMatch }) => {
    requireRight(caller, 'change', 'contacts');
    const { documents, now } = await services.team(caller.teamId);
    const own = documentsAs(documents, caller.userId);
    const former: string[] = [];
    const contact = await own.contacts.update(params.id, (current) => {
      requireVersion(ifMatch, current);
      former.push(current.name);
      return withPatch(current, body, now());
    });
    const { id, name } = found(contact, 'contact');
    await nameLeadsAfter(own, { id, name }, { former, now: now() });
    await renewScores(documents, id, now());
    // Read again, because the store adds who changed what.
    const changed = found(await documents.contacts.get(id), 'contact');
    const isReachedAnew = typeof body.phone === 'string' || typeof body.email === 'string';
    const namesake = isReachedAnew ? await findNamesake(documents, changed) : undefined;
    return { contact: changed, ...(namesake && { namesake: namesake.id }) };
  },

  deleteContact: async ({ services, caller, params, ifMatch }) => {
    requireRight(caller, 'delete', 'contacts');
    const { documents, now } = await services.team(caller.teamId);
    const own = documentsAs(documents, caller.userId);
    const contact = found(await documents.contacts.get(params.id), 'contact');
    requireVersion(ifMatch, contact);
    const removed = await readCustomer(documents, contact);
    if (await removeCustomer(writesOf(own, now), removed)) {
      const removal = await removalOf(documents, caller.teamId, { contactId: params.id, customer: removed });
      return { ...removed, receipt: services.removals.issue(removal) };
    }
    throw new Failure('document.conflict', 'The contact got another lead meanwhile.', 'Delete it again.');
  },

  restoreContact: async ({ services, caller, params, body }) => {
    requireRight(caller, 'delete', 'contacts');
    const { documents, now } = await services.team(caller.teamId);
    const stored = found(await documents.contacts.database.get(params.id), 'contact');
    if (!stored.deleted)
      throw new Failure('resource.conflict', 'The contact is there.', 'There is nothing to restore.');
    const { receipt, ...customer } = body;
    const removal = await removalOf(documents, caller.teamId, { contactId: params.id, customer });
    if (!services.removals.isValid(receipt, removal)) throw new InvalidFields([notAsRemoved]);
    await restoreCustomer(writesOf(documentsAs(documents, caller.userId), now), customer);
    return found(await documents.contacts.get(params.id), 'contact');
  },
};

type Patch = { readonly [F in (typeof contactFields)[number]]?: string | null | undefined };

const withPatch = (contact: Contact, patch: Patch, now: number): Contact => {
  const errors: FieldErrors = [];
  let changed = contact;
  for (const field of contactFields) {
    const text = patch[field];
    if (text === undefined) continue;
    const next = changeContact(changed, { field, text: text ?? '', language: contact.language ?? 'ru' });
    if (typeof next === 'string') errors.push({ path: field, message: problems[next] });
    else changed = next;
  }
  if (errors.length > 0) throw new InvalidFields(errors);
  return JSON.stringify(changed) === JSON.stringify(contact) ? contact : { ...changed, updatedAt: now };
};

const problems = {
  empty: 'A contact needs a name',
  tooLong: 'It is too long',
  wrongPhone: 'This is not a phone number',
  wrongEmail: 'This is not an e-mail address',
} as const;

const findNamesake = async ({ contacts }: TeamDocuments, contact: Contact): Promise<Contact | undefined> => {
  const isSame = isNamesakeOf(contact);
  for await (const page of eachPage(contacts, { index: ['updatedAt'], equals: [], descending: true, limit: PAGE })) {
    const same = page.find(isSame);
    if (same) return same;
  }
  return undefined;
};

const readCustomer = async (documents: TeamDocuments, contact: Contact): Promise<RemovedCustomer> => {
  const [leads, twin, conversations] = await Promise.all([
    leadsOf(documents, contact.id),
    documents.twins.get(contact.id),
    documents.conversations.find({ index: ['contactId', 'recency'], equals: [contact.id], limit: MAX_CONVERSATIONS }),
  ]);
  const open = conversations.items.filter(({ status }) => status === 'open').map(({ id }) => id);
  return { contact, leads: [...leads], ...(twin && { twin }), conversations: open };
};

const notAsRemoved = { path: 'receipt', message: 'Send exactly what the latest removal of this contact answered' };

/** The latest removal of a deleted contact, identified by the stamp of its deletion. */
const removalOf = async (
  { contacts }: TeamDocuments,
  teamId: string,
  removed: Pick<Removal, 'contactId' | 'customer'>,
): Promise<Removal> => {
  const tombstone = await contacts.database.get(removed.contactId);
  const deletion = tombstone && editsOf({ ...tombstone.body, id: tombstone.id, _deleted: true })[''];
  return { ...removed, teamId, deletion: deletion?.at ?? '' };
};

const writesOf = (documents: TeamDocuments, now: () => number): CustomerWrites => ({
  remove: (name, { id }) => documents[name].delete([id]),
  restore: async (name, document) => {
    await documents[name].insertOnce(document);
  },
  setStatus: async (id, status) => {
    await documents.conversations.update(id, (current) =>
      current.status === status ? current : { ...current, status, updatedAt: Math.max(current.updatedAt + 1, now()) },
    );
  },
  hasLeads: async (contactId) => (await leadsOf(documents, contactId)).length > 0,
});
