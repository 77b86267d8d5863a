import { EventEmitter } from 'node:events';

type Handler = (...args: never[]) => unknown;

/**
 * Replaces Electron's binary: the parts of its API that `main` and `preload` use, which record what they
 * were called with. `ipcRenderer` reaches `ipcMain` as if from the frame `sender`.
 */
export const createFakeElectron = (userData: string) => {
  const handlers = new Map<string, Handler>();
  const opened: string[] = [];
  const errorBoxes: string[] = [];
  /** What fails, if anything: opening links outside, or loading pages. */
  const failing: { openExternal?: Error; loadURL?: Error } = {};
  const notifications: FakeNotification[] = [];
  const windows: FakeWindow[] = [];
  const exposed = new Map<string, unknown>();
  const keychain = { available: true, backend: 'gnome_libsecret' };
  const sender = { url: 'app://inbetwin/index.html', parent: null as unknown };
  const rendererEvents = new EventEmitter();
  const permissions: { request?: Handler; check?: Handler } = {};
  const protocols = new Map<string, (request: Request) => Promise<Response>>();

  class FakeContents extends EventEmitter {
    openHandler: ((details: { url: string }) => unknown) | undefined;
    setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
      this.openHandler = handler;
    }
    isDestroyed(): boolean {
      return false;
    }
    send(channel: string, ...args: unknown[]): void {
      rendererEvents.emit(channel, {}, ...args);
    }
  }

  class FakeWindow extends EventEmitter {
    static getAllWindows = (): FakeWindow[] => windows;
    readonly webContents = new FakeContents();
    readonly options: { webPreferences: Record<string, unknown> };
    address = '';
    shown = 0;
    constructor(options: { webPreferences: Record<string, unknown> }) {
      super();
      this.options = options;
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    async loadURL(address: string): Promise<void> {
      this.address = address;
      if (failing.loadURL) throw failing.loadURL;
      this.emit('ready-to-show');
    }
    isDestroyed(): boolean {
      return false;
    }
    show(): void {
      this.shown += 1;
    }
    focus(): void {
      this.emit('focus');
    }
    isMinimized(): boolean {
      return false;
    }
  }

  class FakeNotification extends EventEmitter {
    static isSupported = (): boolean => true;
    readonly options: { title: string; body: string };
    constructor(options: { title: string; body: string }) {
      super();
      this.options = options;
      notifications.push(this);
    }
    show(): void {
      this.emit('show');
    }
  }

  const app = Object.assign(new EventEmitter(), {
    badge: 0,
    isFirst: true,
    hasQuit: false,
    requestSingleInstanceLock: () => app.isFirst,
    quit: () => {
      app.hasQuit = true;
    },
    enableSandbox: () => undefined,
    whenReady: async () => undefined,
    getPath: () => userData,
    setBadgeCount: (count: number) => {
      app.badge = count;
    },
  });

  const flip = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

  return {
    module: {
      app,
      BrowserWindow: FakeWindow,
      Notification: FakeNotification,
      shell: {
        openExternal: async (url: string) => {
          if (failing.openExternal) throw failing.openExternal;
          opened.push(url);
        },
      },
      dialog: { showErrorBox: (_title: string, content: string) => void errorBoxes.push(content) },
      net: { fetch: (url: string, init: RequestInit) => fetch(url, init) },
      protocol: {
        registerSchemesAsPrivileged: () => undefined,
        handle: (scheme: string, handler: (request: Request) => Promise<Response>) => protocols.set(scheme, handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: Handler) => {
            permissions.request = handler;
          },
          setPermissionCheckHandler: (handler: Handler) => {
            permissions.check = handler;
          },
        },
      },
      safeStorage: {
        isAsyncEncryptionAvailable: async () => keychain.available,
        getSelectedStorageBackend: () => keychain.backend,
        encryptStringAsync: async (text: string) => flip(Buffer.from(text)),
        decryptStringAsync: async (sealed: Buffer) => ({ result: flip(sealed).toString(), shouldReEncrypt: false }),
      },
      ipcMain: { handle: (channel: string, handler: Handler) => handlers.set(channel, handler) },
      ipcRenderer: {
        invoke: (channel: string, ...args: unknown[]) =>
          (handlers.get(channel) as (...all: unknown[]) => unknown)({ senderFrame: sender }, ...args),
        on: (channel: string, listener: (...args: unknown[]) => void) => rendererEvents.on(channel, listener),
        off: (channel: string, listener: (...args: unknown[]) => void) => rendererEvents.off(channel, listener),
      },
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
    },
    app,
    windows,
    notifications,
    opened,
    errorBoxes,
    failing,
    exposed,
    keychain,
    sender,
    permissions,
    protocols,
  };
};
