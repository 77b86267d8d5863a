import { isOfKind, type Setting } from '@inbetwin/shared/entities/setting.ts';
import type { SettingKind } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { useMemo } from 'react';
import type { WorkspaceCollections } from '../../database/workspace-collections.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useLive } from './use-live.ts';

/** A setting of one kind. */
export type SettingOfKind<K extends SettingKind> = Setting & {
  readonly value: Extract<Setting['value'], { readonly kind: K }>;
};

/** All settings of a kind, least recently changed first. Reads no others, because a team may have judged thousands of queries. */
export const settingsOfKind = ({ settings }: Pick<WorkspaceCollections, 'settings'>, kind: SettingKind) =>
  settings.find({ selector: { 'local.kind': kind }, sort: [{ 'local.kind': 'asc' }, { updatedAt: 'asc' }] });

/** The present settings of a kind. */
export const readSettings = async <K extends SettingKind>(
  { collections }: Pick<Workspace, 'collections'>,
  kind: K,
): Promise<readonly SettingOfKind<K>[]> => {
  const found = await settingsOfKind(collections, kind).exec();
  return onlyOfKind(
    found.map((setting) => setting.toMutableJSON()),
    kind,
  );
};

/** The settings of a kind, live; undefined before the first result. */
export const useSettings = <K extends SettingKind>(kind: K): readonly SettingOfKind<K>[] | undefined => {
  const found = useLive<Setting>(({ collections }) => settingsOfKind(collections, kind), [kind]);
  return useMemo(() => found && onlyOfKind(found, kind), [found, kind]);
};

const onlyOfKind = <K extends SettingKind>(settings: readonly Setting[], kind: K): readonly SettingOfKind<K>[] =>
  settings.filter((setting) => isOfKind(setting, kind));
