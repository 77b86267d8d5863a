/**
 * The channel of a program that is the only one on its device. A real one would reach the killed programs of the device, because in
 * this process they still listen.
 */
class LonelyChannel
  extends EventTarget
  implements Pick<BroadcastChannel, 'name' | 'postMessage' | 'close' | 'onmessage'>
{
  readonly name: string;
  onmessage: BroadcastChannel['onmessage'] = null;

  constructor(name: string) {
    super();
    this.name = name;
  }

  postMessage(): void {
    // Nobody listens.
  }

  close(): void {
    // Nothing was opened.
  }
}

export const silenceTabs = (): void => {
  Object.assign(globalThis, { BroadcastChannel: LonelyChannel });
};
