import { watchLeaving } from '../base/page-life.ts';
import type { Tab } from '../storage/tab.ts';
import type { Drafts } from './draft-store.ts';
import type { FormDrafts } from './form-drafts.ts';
import { createUnsavedRecord, listUnsavedRecords } from './unsaved-drafts.ts';

type Stores = { readonly drafts: Drafts; readonly forms: FormDrafts };

type Parts = Stores & { readonly workspace: string; readonly tab: () => Promise<Tab> };

/**
 * Saves drafts immediately when the page is left or hidden, because a phone may end a hidden page without notice. What cannot be saved in
 * time is recorded for the next opening of the workspace. Returns a function that saves for the last time.
 */
export const saveOnLeaving = ({ workspace, tab, drafts, forms }: Parts): (() => Promise<void>) => {
  const keep = createUnsavedRecord(workspace, crypto.randomUUID());
  // Until the tab has its id, its record is treated like that of a closed tab.
  let own: string = crypto.randomUUID();
  const keepUnsaved = (): void => {
    try {
      keep({ drafts: drafts.unsaved(own), forms: forms.unsaved(own) });
    } catch (error) {
      // biome-ignore lint/suspicious/noConsole: the page is being left, and saving goes on as long as it is there
      console.warn('What is not saved yet could not be kept for the next start.', error);
    }
  };
  const save = async (): Promise<void> => {
    keepUnsaved();
    await Promise.all([drafts.flush(), forms.flush()]);
    keepUnsaved();
  };
  const claim = async (): Promise<void> => {
    own = (await tab()).id;
  };
  claim().catch(warnNoTab);
  const unwatch = watchLeaving(() => void save());
  return async () => {
    unwatch();
    await save();
  };
};

const warnNoTab = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: what is left behind is found without it
  console.warn('This tab has no id.', error);
};

/**
 * Stores what pages of this workspace could not save, before drafts are read. Records that cannot be stored now, for example on a full
 * disk, are kept for the next opening.
 */
export const recoverUnsavedDrafts = async ({ workspace, drafts, forms }: Omit<Parts, 'tab'>): Promise<void> => {
  try {
    for (const { left, forget } of listUnsavedRecords(workspace)) {
      for (const draft of left.drafts) await drafts.takeOver(draft);
      for (const form of left.forms) await forms.takeOver(form);
      forget();
    }
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: a full disk is told by the storage's health, and nothing is lost
    console.warn('What was left behind could not be stored yet.', error);
  }
};
