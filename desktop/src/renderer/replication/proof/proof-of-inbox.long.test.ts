import { testStories } from './testing/test-stories.ts';

testStories('inbox', [
  [4, 'conversations', 'messages', 'leads'],
  [3, 'leads', 'conversations', 'messages', 'contacts'],
  [3, 'settings', 'leads', 'twins'],
]);
