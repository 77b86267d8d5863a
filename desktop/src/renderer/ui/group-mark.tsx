import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Marks a conversation in a group chat, as opposed to one customer; screen readers announce it. */
export const GroupMark = () => {
  const { t } = useTranslation();
  const name = t('contacts.kind.group');
  return (
    <span className="shrink-0 text-muted" title={name}>
      <Users size={14} aria-hidden />
      <span className="sr-only">{name}</span>
    </span>
  );
};
