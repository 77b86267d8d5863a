import { contentStems } from '../language/analyze-text.ts';
import { lessonPassages } from '../testing/lesson-passages.ts';
import { describeEmbedder } from './embedder.suite.ts';
import { createLearnedEmbedder } from './learned-embedder.ts';
import { learnModel } from './learned-model.ts';
import { textToEmbed } from './text-to-embed.ts';

describeEmbedder('learned from the passages', {
  open: async () => {
    const taught = [...lessonPassages.map(textToEmbed), 'Доставка занимает два дня.', 'There is free parking.'];
    const model = await learnModel(taught.map(contentStems), async () => undefined);
    if (!model) throw new Error('Nothing was learned');
    return createLearnedEmbedder(model);
  },
});
