/** Access tokens: had once for the whole process, kept until shortly before they end, asked for by one at a time. */
import type { Outcome } from "./channel.js";
import { unanswered } from "./http.js";

export interface Token {
  readonly token: string;
  /** Seconds for which it is good. */
  readonly lasts: number;
}

/** No token for now. `message` says why; it never holds a secret. */
export class NoToken extends Error {
  constructor(
    message: string,
    readonly after?: number | undefined,
    /** The other side knows neither our application nor our secret: not only too much at once. */
    readonly ours = false,
  ) {
    super(message);
    this.name = "NoToken";
  }
}

/** A token is renewed so many seconds before its end; one that lasts less than ten times as long, after nine tenths. */
const BEFORE_ITS_END = 300;

export class Tokens {
  private held: { readonly token: string; readonly until: number } | null = null;
  private asking: Promise<string> | null = null;

  /** `have` asks for a new one. Throws NoToken or NoAnswer. */
  constructor(private readonly have: () => Promise<Token>) {}

  /** The token; whoever comes while one is asked for waits for that one. */
  get(): Promise<string> {
    if (this.held && performance.now() < this.held.until) return Promise.resolve(this.held.token);
    this.asking ??= this.renew().finally(() => (this.asking = null));
    return this.asking;
  }

  /** It was refused. Where another has renewed it meanwhile, that one stays. */
  drop(token: string): void {
    if (this.held?.token === token) this.held = null;
  }

  private async renew(): Promise<string> {
    const asked = performance.now();
    const { token, lasts } = await this.have();
    this.held = { token, until: asked + (lasts - Math.min(BEFORE_ITS_END, lasts / 10)) * 1_000 };
    return token;
  }
}

/** Sends with a token, once more with a new one where the first is refused. Nothing that the other side does is thrown. */
export async function withToken(
  tokens: Tokens,
  attempt: (token: string) => Promise<Outcome | "tokenRefused">,
): Promise<Outcome> {
  try {
    for (let renewed = false; ; renewed = true) {
      const token = await tokens.get();
      const outcome = await attempt(token);
      if (outcome !== "tokenRefused") return outcome;
      tokens.drop(token);
      if (renewed) return { kind: "away", error: "a token just issued is refused" };
    }
  } catch (error) {
    if (error instanceof NoToken)
      return { kind: "away", error: error.message, after: error.after, ...(error.ours && { ours: "login" }) };
    return unanswered(error);
  }
}
