import { testStories } from './testing/test-stories.ts';

testStories('records', [
  [4, 'leads', 'contacts', 'twins'],
  [5, 'settings', 'sources'],
  [5, 'leads', 'contacts'],
]);
