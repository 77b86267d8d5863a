import type { CatalogItem } from '../../entities/catalog-item.ts';

export const sampleItem = (id: string, changes: Partial<CatalogItem> = {}): CatalogItem => ({
  id,
  title: 'Зал «Атриум»',
  description: 'Для свадеб и конференций, до 80 гостей.',
  priceMicros: 120_000_000_000,
  currency: 'RUB',
  unit: 'день',
  state: 'offered',
  createdAt: 1,
  updatedAt: 1,
  ...changes,
});
