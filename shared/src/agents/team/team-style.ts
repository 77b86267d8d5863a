import { REPLY_STYLE_ID, type ReplyStyle } from '../../entities/setting-kinds/reply-style.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';

/** Reads how the team's agents talk; empty if the team has set nothing. */
export const readReplyStyle = async ({ settings }: Pick<TeamDocuments, 'settings'>): Promise<ReplyStyle> =>
  (await settings.get(REPLY_STYLE_ID))?.replyStyle ?? {};
