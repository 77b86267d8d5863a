import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { type LetteredName, letteredPlaces } from '../../base/places.ts';
import { type ShortcutName, shortcuts } from '../../base/shortcuts.ts';
import { Keys } from '../../ui/keys.tsx';
import { Panel } from '../../ui/layout/panel.tsx';

const groups = [
  {
    name: 'navigation',
    shortcuts: ['palette', ...letteredPlaces.map(({ name }) => name), 'help'],
  },
  { name: 'list', shortcuts: ['next', 'previous', 'search', 'newLead'] },
  { name: 'conversation', shortcuts: ['reply', 'context', 'takeOver', 'useSuggestion'] },
  { name: 'requests', shortcuts: ['approve', 'change', 'refuse'] },
  { name: 'lab', shortcuts: ['markRelevant', 'markPartly', 'markIrrelevant', 'undoMark'] },
] as const satisfies readonly { name: string; shortcuts: readonly ShortcutName[] }[];

/** The list of all keyboard shortcuts. */
export const ShortcutsPanel = ({ open }: { readonly open: boolean }) => {
  const { t } = useTranslation();
  const labelOf = (name: ShortcutName): string => {
    const place = letteredPlaces.find((candidate) => candidate.name === name);
    return place ? t(place.title) : t(`shortcuts.${name as Exclude<ShortcutName, LetteredName>}`);
  };
  return (
    <Panel
      open={open}
      onOpenChange={(next) => overlay.show(next ? 'shortcuts' : undefined)}
      title={t('shortcuts.title')}
    >
      <div className="flex flex-col gap-4 p-4">
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className="mb-1 text-12 font-medium text-muted">{t(`shortcuts.${group.name}`)}</h3>
            <dl>
              {group.shortcuts.map((name) => (
                <div key={name} className="flex min-h-8 items-center justify-between gap-4">
                  <dt>{labelOf(name)}</dt>
                  <dd>
                    <Keys keys={shortcuts[name].keys} />
                  </dd>
                </div>
              ))}
              {group.name === 'conversation' && (
                <div className="flex min-h-8 items-center justify-between gap-4">
                  <dt>{t('shortcuts.send')}</dt>
                  <dd>
                    <Keys keys={['Enter']} />
                  </dd>
                </div>
              )}
            </dl>
          </section>
        ))}
      </div>
    </Panel>
  );
};
