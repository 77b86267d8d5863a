import { channelRoutes } from '@inbetwin/shared/contracts/channels.ts';
import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import { channelSettingId } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import type { Template } from '@inbetwin/shared/entities/template.ts';
import { useEffect, useState } from 'react';
import { callServer } from '../../session/call-server.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** The templates that each platform returned last, so that they can be chosen offline until the page is closed. */
const lastTold = new Map<string, readonly Template[]>();

type Templates = {
  /** Undefined until they are read. Templates in the preferred language come first. */
  readonly templates: readonly Template[] | undefined;
  /** Why they could not be read or refreshed. */
  readonly failure: unknown;
};

type Wanted = { readonly channel: string; readonly account: string; readonly language: Language };

/** The templates of a channel. The platform may pause them at any time, so they are read each time. */
export const useTemplates = ({ channel, account, language }: Wanted): Templates => {
  const { status } = useSyncState('status');
  const id = channelSettingId({ channel, account });
  const [templates, setTemplates] = useState(lastTold.get(id));
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    setTemplates(lastTold.get(id));
    const read = async (): Promise<void> => {
      try {
        const { items } = await callServer(channelRoutes.listTemplates, { params: { id } });
        lastTold.set(id, items);
        if (isCurrent) setTemplates(items);
        if (isCurrent) setFailure(undefined);
      } catch (error) {
        if (isCurrent) setFailure(error);
      }
    };
    if (status !== 'connecting') void read();
    return () => {
      isCurrent = false;
    };
  }, [id, status]);
  const isOurs = (template: Template): number => (template.language.startsWith(language) ? 0 : 1);
  return { templates: templates?.toSorted((a, b) => isOurs(a) - isOurs(b)), failure };
};

/** The identity of a template, for lists. */
export const keyOfTemplate = ({ name, language }: Pick<Template, 'name' | 'language'>): string =>
  JSON.stringify([name, language]);

/** A template as an option of a list, with its language. */
export const templateOption = (template: Template): { readonly value: string; readonly label: string } => ({
  value: keyOfTemplate(template),
  label: `${template.name} (${template.language})`,
});
