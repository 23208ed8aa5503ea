/** A browser's way with the API: keeps cookies, and says where what it sends comes from. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever is answered.
type Anything = any;

export class Client {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly base: string) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get<T = Anything>(path: string): Promise<Answer<T>> {
    return this.send<T>(path, {});
  }

  post<T = Anything>(path: string, body: object): Promise<Answer<T>> {
    return this.send<T>(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", origin: this.base },
    });
  }

  private async send<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set("cookie", this.cookie);
    const response = await fetch(`${this.base}/api/v1${path}`, { ...init, headers, redirect: "manual" });
    this.keep(response.headers.getSetCookie());
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as T, headers: response.headers };
  }

  keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === "" || /max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
