import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sections } from '../../base/places.ts';
import { shortcuts } from '../../base/shortcuts.ts';
import { useApprovalCount } from '../../parts/approvals/use-approvals.ts';
import { useWaitingCount } from '../../parts/conversation/use-waiting-count.ts';
import { classNames } from '../../ui/class-names.ts';
import { Hint } from '../../ui/hint.tsx';

const MOST = 99;

const Count = ({ count }: { readonly count: number }) => (
  <span className="numbers absolute -top-2.5 -right-3.5 min-w-4 max-panes:-top-1.5 rounded-full bg-accent px-1 text-center text-12 leading-4 font-medium text-accent-text">
    {count > MOST ? `${MOST}+` : count}
  </span>
);

/** Links to the sections: a rail of icons next to the panes, or a labeled bar at the bottom of a phone screen. */
export const Navigation = ({ place }: { readonly place: 'rail' | 'bar' }) => {
  const { t } = useTranslation();
  const counts: Readonly<Partial<Record<string, number>>> = { inbox: useWaitingCount(), approvals: useApprovalCount() };
  const isRail = place === 'rail';
  const links = sections.map(({ name, to, icon: Icon }) => {
    const count = counts[name] ?? 0;
    // Six labels share the width of a phone.
    const label = t(isRail ? `nav.${name}` : `nav.bar.${name}`);
    const link = (
      <Link
        key={name}
        to={to}
        className={classNames(
          'group relative grid place-items-center rounded-control text-muted transition-colors duration-[120ms] ease-out hover:text-text',
          'aria-[current=page]:text-accent',
          isRail
            ? 'size-10 hover:bg-surface-2 aria-[current=page]:bg-accent-soft'
            : 'min-h-14 flex-1 content-center gap-1 text-12',
          isRail && name === 'settings' && 'mt-auto',
        )}
      >
        <span className="relative grid place-items-center">
          <Icon size={20} strokeWidth={1.75} aria-hidden />
          {count > 0 && <Count count={count} />}
        </span>
        <span className={isRail ? 'sr-only' : 'max-w-full truncate'}>{label}</span>
        {count > 0 && (
          <span className="sr-only">{t(name === 'approvals' ? 'approvals.count' : 'nav.needsPerson', { count })}</span>
        )}
      </Link>
    );
    return isRail ? (
      <Hint key={name} label={label} keys={shortcuts[name].keys} side="right">
        {link}
      </Hint>
    ) : (
      link
    );
  });
  return (
    <nav
      aria-label={t('nav.label')}
      className={
        isRail
          ? 'flex w-14 shrink-0 flex-col items-center gap-1 border-r border-line py-3'
          : 'flex border-t border-line bg-bg px-1 pb-[env(safe-area-inset-bottom)]'
      }
    >
      {links}
    </nav>
  );
};
