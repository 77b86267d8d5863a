/** Shares a value with the other tabs of the same workspace, including those that open later. */
export type TabChannel<T> = { share(value: T): void; close(): void };

type Message<T> = { readonly ask: true } | { readonly value: T };

/** Opens the channel; `onValue` receives the values that other tabs share. */
export const shareBetweenTabs = <T>(name: string, onValue: (value: T) => void): TabChannel<T> => {
  const channel = new BroadcastChannel(`inbetwin.sync.${name}`);
  let own: T | undefined;
  channel.onmessage = ({ data }: MessageEvent<Message<T>>) => {
    if ('value' in data) {
      // Another tab shares the value from now on.
      own = undefined;
      onValue(data.value);
    } else if (own !== undefined) channel.postMessage({ value: own });
  };
  channel.postMessage({ ask: true });
  return {
    share: (value) => {
      own = value;
      channel.postMessage({ value });
    },
    close: () => channel.close(),
  };
};
