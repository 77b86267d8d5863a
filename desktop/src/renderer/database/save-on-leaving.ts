import { watchLeaving } from '../base/page-life.ts';
import type { Tab } from '../storage/tab.ts';
import type { Drafts } from './draft-store.ts';
import type { FormDrafts } from './form-drafts.ts';
import { createKeeper, listLeftBehind } from './left-behind.ts';

type Stores = { readonly drafts: Drafts; readonly forms: FormDrafts };

type Parts = Stores & { readonly workspace: string; readonly tab: () => Promise<Tab> };

/**
 * Saves at once what would be saved in a moment when the page is left or may be: what is hidden on a phone is ended without notice. What
 * may not be saved in time is left behind for the next opening of the workspace. The returned function saves for the last time.
 */
export const saveOnLeaving = ({ workspace, tab, drafts, forms }: Parts): (() => Promise<void>) => {
  const keep = createKeeper(workspace, crypto.randomUUID());
  // As long as the tab has no id of its own, what it leaves behind is that of a closed tab.
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
  claim().catch(tellNoTab);
  const unwatch = watchLeaving(() => void save());
  return async () => {
    unwatch();
    await save();
  };
};

const tellNoTab = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: what is left behind is found without it
  console.warn('This tab has no id.', error);
};

/**
 * Stores what pages of this workspace left behind, before anybody reads drafts. What cannot be stored now, such as on a full disk, waits
 * for the next opening.
 */
export const takeOverLeftBehind = async ({ workspace, drafts, forms }: Omit<Parts, 'tab'>): Promise<void> => {
  try {
    for (const { left, forget } of listLeftBehind(workspace)) {
      for (const draft of left.drafts) await drafts.takeOver(draft);
      for (const form of left.forms) await forms.takeOver(form);
      forget();
    }
  } catch (error) {
    // biome-ignore lint/suspicious/noConsole: a full disk is told by the storage's health, and nothing is lost
    console.warn('What was left behind could not be stored yet.', error);
  }
};
