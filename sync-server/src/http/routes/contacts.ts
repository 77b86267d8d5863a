import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import { editContact, removeContact, restoreContact } from '@inbetwin/shared/leads/change-contact.ts';
import { changeContact, contactFields } from '@inbetwin/shared/leads/contact-field.ts';
import { leadsOf } from '@inbetwin/shared/leads/lead-documents.ts';
import { suggestSamePerson } from '@inbetwin/shared/leads/same-person.ts';
import { editsOf } from '@inbetwin/shared/merge/mergeable.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Handlers } from '../machinery/handler.ts';
import { type FieldErrors, InvalidFields } from '../machinery/invalid-fields.ts';
import type { Removal } from '../machinery/removal-receipts.ts';
import { requireRight } from '../machinery/rights.ts';
import { requireVersion } from '../machinery/versions.ts';
import { found } from './lists.ts';

type ContactRoute = 'getContact' | 'updateContact' | 'deleteContact' | 'restoreContact';

/** Reads, changes, deletes, and restores a contact with everything known about the customer. */
export const contactHandlers: Pick<Handlers, ContactRoute> = {
  getContact: async ({ services, caller, params }) => {
    const { documents } = await services.team(caller.teamId);
    return found(await documents.contacts.get(params.id), 'contact');
  },

  updateContact: async ({ services, caller, params, body, ifMatch }) => {
    requireRight(caller, 'change', 'contacts');
    const actor = (await services.team(caller.teamId)).actAs(caller.userId);
    const shown = found(await actor.documents.contacts.get(params.id), 'contact');
    const contact = await editContact(actor, {
      shown,
      next: (current) => {
        requireVersion(ifMatch, current);
        return withPatch(current, body);
      },
    });
    const isReachedAnew = typeof body.phone === 'string' || typeof body.email === 'string';
    const [namesake] = isReachedAnew ? await suggestSamePerson(actor.documents, contact.id) : [];
    return { contact, ...(namesake && { namesake: namesake.id }) };
  },

  deleteContact: async ({ services, caller, params, ifMatch }) => {
    requireRight(caller, 'delete', 'contacts');
    const { documents, actAs } = await services.team(caller.teamId);
    const contact = found(await documents.contacts.get(params.id), 'contact');
    requireVersion(ifMatch, contact);
    const shown = { contact, leads: await leadsOf(documents, contact.id) };
    const { isRemoved, removed } = await removeContact(actAs(caller.userId), shown);
    if (!isRemoved) {
      throw new Failure('document.conflict', 'The contact got another lead meanwhile.', 'Delete it again.');
    }
    const removal = await removalOf(documents, caller.teamId, { contactId: params.id, customer: removed });
    return { ...removed, receipt: services.removals.issue(removal) };
  },

  restoreContact: async ({ services, caller, params, body }) => {
    requireRight(caller, 'delete', 'contacts');
    const { documents, actAs } = await services.team(caller.teamId);
    const stored = found(await documents.contacts.stored.get(params.id), 'contact');
    if (!stored.deleted)
      throw new Failure('resource.conflict', 'The contact is there.', 'There is nothing to restore.');
    const { receipt, ...customer } = body;
    const removal = await removalOf(documents, caller.teamId, { contactId: params.id, customer });
    if (!services.removals.isValid(receipt, removal)) throw new InvalidFields([notAsRemoved]);
    await restoreContact(actAs(caller.userId), customer);
    return found(await documents.contacts.get(params.id), 'contact');
  },
};

type Patch = { readonly [F in (typeof contactFields)[number]]?: string | null | undefined };

const withPatch = (contact: Contact, patch: Patch): Contact => {
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
  return changed;
};

const problems = {
  empty: 'A contact needs a name',
  tooLong: 'It is too long',
  wrongPhone: 'This is not a phone number',
  wrongEmail: 'This is not an e-mail address',
} as const;

const notAsRemoved = { path: 'receipt', message: 'Send exactly what the latest removal of this contact answered' };

/** The latest removal of a deleted contact, identified by the stamp of its deletion. */
const removalOf = async (
  { contacts }: TeamDocuments,
  teamId: string,
  removed: Pick<Removal, 'contactId' | 'customer'>,
): Promise<Removal> => {
  const tombstone = await contacts.stored.get(removed.contactId);
  const deletion = tombstone && editsOf({ ...tombstone.body, id: tombstone.id, _deleted: true })[''];
  return { ...removed, teamId, deletion: deletion?.at ?? '' };
};
