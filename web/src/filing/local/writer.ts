/**
 * Of two tabs one writes. The lock is the browser's (Web Locks); without HTTPS there is none, and tabs ask each other. A tab that does
 * not write reads, and may take over: the other writes down what is being typed, and lets go.
 */
export type Role = "asking" | "writer" | "reader";

type Message =
  | { readonly kind: "changed" }
  | { readonly kind: "yield" }
  | { readonly kind: "who" }
  | { readonly kind: "me" };

/** A tab that writes answers at once; one that hangs does not (milliseconds). */
const PATIENCE_MS = 1_500;
const ANSWER_MS = 400;

export class WriterLock {
  role: Role = "asking";
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<() => void>();
  #release: (() => void) | null = null;
  #heard = false;

  constructor(
    private readonly account: string,
    /** Writes down what is being typed, before the lock goes. */
    private readonly flush: () => Promise<void>,
  ) {
    this.#channel = new BroadcastChannel(`duban-filing-${account}`);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Message>) => void this.#told(data));
  }

  /** Called when the role has changed, or another tab has written something. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Becomes the writer if nobody is; else as soon as nobody is any more. */
  async start(): Promise<void> {
    if (!locks()) return this.#startWithoutLocks();
    void this.#request({});
    const { held = [] } = await navigator.locks.query();
    if (this.role === "asking" && held.some(({ name }) => name === this.#name)) this.#become("reader");
  }

  /** 接管. Resolves when this tab writes. */
  async takeOver(): Promise<void> {
    this.#say({ kind: "yield" });
    const until = performance.now() + PATIENCE_MS;
    while (this.role !== "writer" && performance.now() < until) await pause(50);
    if (this.role === "writer") return;
    if (locks()) void this.#request({ steal: true });
    else this.#become("writer");
  }

  /** Told by whoever has written: the other tabs read anew. */
  changed(): void {
    this.#say({ kind: "changed" });
  }

  close(): void {
    this.#release?.();
    this.#channel.close();
  }

  get #name(): string {
    return `duban-filing-writer-${this.account}`;
  }

  async #request(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(this.#name, options, () => {
        this.#become("writer");
        return new Promise<void>((resolve) => (this.#release = resolve));
      });
      // Let go of by itself, for another tab: it stands in line again.
      this.#become("reader");
      void this.#request({});
    } catch {
      // Taken away by a tab that could not wait.
      this.#become("reader");
      void this.#request({});
    }
  }

  async #startWithoutLocks(): Promise<void> {
    this.#say({ kind: "who" });
    await pause(ANSWER_MS);
    this.#become(this.#heard ? "reader" : "writer");
  }

  async #told(message: Message): Promise<void> {
    if (message.kind === "changed") return this.#tell();
    if (message.kind === "me") return void (this.#heard = true);
    if (this.role !== "writer") return;
    if (message.kind === "who") return this.#say({ kind: "me" });
    await this.flush();
    if (this.#release) this.#release();
    else this.#become("reader");
  }

  #become(role: Role): void {
    if (role === "reader") this.#release = null;
    this.role = role;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #say(message: Message): void {
    this.#channel.postMessage(message);
  }
}

const locks = (): LockManager | undefined => navigator.locks as LockManager | undefined;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
