import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../base/report-failure.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useReadMarks } from '../../parts/conversation/read-marks.ts';
import { useWaiting } from '../../parts/conversation/use-unread.ts';
import { useNotificationSettings } from '../../parts/notifications/notification-settings.ts';
import { playNotificationSound } from '../../parts/notifications/notification-sound.ts';
import { leadInTurn } from '../../replication/leadership/leadership.ts';
import { bridge } from '../../session/bridge.ts';
import { useSession } from '../../session/session.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { useIsFilling } from '../../workspace/live/use-sync-state.ts';
import { listenToNotificationClicks, type Note, showNotification } from './show-notification.ts';
import { type Scene, type Told, toldOfAll, whatRingsSettled } from './what-rings.ts';

/** Long enough for a window with the open conversation to mark it as seen. */
const SETTLE_MS = 500;
/** More than this at once are combined into one notification. */
const MOST_NOTES = 3;
const MAX_TITLE = 200;
const MAX_BODY = 300;
/** Tolerated difference between the clocks of this device and of a message's sender. */
const CLOCK_SKEW_MS = 60_000;

/** Notifies the person of what starts to wait for them, with a notification and a sound, in only one tab of a browser. */
export const useNotifier = (): void => {
  const isLeading = useIsLeading();
  const isFilling = useIsFilling();
  const waiting = useWaiting();
  const marks = useReadMarks();
  const { settings } = useNotificationSettings();
  const userId = useSession().user?.id ?? '';
  const tell = useTelling();
  const told = useRef<Told>(undefined);
  const latest = useRef<Omit<Scene, 'told'>>(undefined);
  const settling = useRef(new Set<ReturnType<typeof setTimeout>>());
  const [since] = useState(() => Date.now() - CLOCK_SKEW_MS);

  useEffect(() => {
    if (!waiting || !marks || !settings) return;
    latest.current = { waiting, marks, userId, settings, since };
    if (!told.current || isFilling || !isLeading) {
      told.current = toldOfAll(waiting);
      return;
    }
    // Each change has its own timer that nothing restarts, so that a conversation notifies no matter how often others change.
    const timer = setTimeout(() => {
      settling.current.delete(timer);
      const [before, now] = [told.current, latest.current];
      if (!before || !now) return;
      const settled = whatRingsSettled({ ...now, told: before }, waiting);
      told.current = settled.told;
      if (settled.ringing.length > 0) tell(settled.ringing, settings).catch(reportFailure);
    }, SETTLE_MS);
    settling.current.add(timer);
  }, [waiting, marks, settings, isFilling, isLeading, userId, since, tell]);
  useEffect(() => {
    const timers = settling.current;
    return () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    };
  }, []);
};

type Telling = (
  ringing: readonly Conversation[],
  how: { readonly notify: boolean; readonly sound: boolean },
) => Promise<void>;

const useTelling = (): Telling => {
  const { t } = useTranslation();
  const open = useOpenConversation();
  const workspace = useWorkspace();
  const latest = useRef<Telling>(undefined);
  latest.current = async (ringing, { notify, sound }) => {
    if (sound) playNotificationSound().catch(reportFailure);
    if (!notify) return;
    for (const note of await notesOf(workspace, ringing, t)) await showNotification(note, open);
  };
  const [tell] = useState((): Telling => async (ringing, how) => latest.current?.(ringing, how));
  return tell;
};

/** Opens the conversation when its notification is clicked, whichever tab showed it. */
const useOpenConversation = (): ((conversationId: string) => void) => {
  const navigate = useNavigate();
  const [open] = useState(() => (conversationId: string): void => {
    void navigate({ to: '/inbox/$conversationId', params: { conversationId } });
  });
  useEffect(() => bridge()?.on('conversation:open', ({ conversationId }) => open(conversationId)), [open]);
  useEffect(() => listenToNotificationClicks(open), [open]);
  return open;
};

const notesOf = async (
  { collections }: Workspace,
  ringing: readonly Conversation[],
  t: TFunction,
): Promise<readonly Note[]> => {
  const [newest] = ringing;
  if (!newest) return [];
  if (ringing.length > MOST_NOTES) {
    const title = t('notifications.many', { count: ringing.length });
    return [{ title, body: cutText(newest.lastMessage.text, MAX_BODY), conversationId: newest.id }];
  }
  const contacts = await collections.contacts.findByIds(ringing.map(({ contactId }) => contactId)).exec();
  return ringing.map(({ id, contactId, handover, lastMessage }) => ({
    title: cutText(contacts.get(contactId)?.name || t('contacts.unnamed'), MAX_TITLE),
    body: cutText(lastMessage.direction === 'inbound' ? lastMessage.text : (handover?.summary ?? ''), MAX_BODY),
    conversationId: id,
  }));
};

/** Whether this is the one tab that notifies; another takes over when it is closed, hangs, or is frozen. */
const useIsLeading = (): boolean => {
  const { database } = useWorkspace();
  const [isLeading, setIsLeading] = useState(false);
  useEffect(() => {
    const leaving = new AbortController();
    const lead = async (signal: AbortSignal): Promise<void> => {
      setIsLeading(true);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      setIsLeading(false);
    };
    const contested = {
      name: `${database.name}.notifications`,
      multiInstance: database.multiInstance,
      waitForLeadership: () => database.waitForLeadership(),
    };
    leadInTurn({ database: contested, signal: leaving.signal, lead }).catch((error: unknown) => {
      if (!leaving.signal.aborted) reportFailure(error);
    });
    return () => leaving.abort();
  }, [database]);
  return isLeading;
};
