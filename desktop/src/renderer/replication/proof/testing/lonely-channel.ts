/**
 * Of a program that is the only one on its device. A real channel would reach the programs of a device that were killed: in
 * this process they are still listening.
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
    // Nobody is there to hear it.
  }

  close(): void {
    // Nothing was opened.
  }
}

export const silenceTabs = (): void => {
  Object.assign(globalThis, { BroadcastChannel: LonelyChannel });
};
