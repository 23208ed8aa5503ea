/** A reader of server-sent events over a real connection. */
export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

export interface EventReader {
  /** The next event that is not a comment. Rejects when the stream ends. */
  next(): Promise<ServerEvent>;
  /** The next so many events of a name; others are left out. */
  take(name: string, count: number): Promise<ServerEvent[]>;
  readonly response: Response;
  close(): void;
}

export async function follow(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const next = async (): Promise<ServerEvent> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end >= 0) {
        const fields = new Map(
          text
            .slice(0, end)
            .split("\n")
            .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]),
        );
        text = text.slice(end + 2);
        const data = fields.get("data");
        if (data === undefined) continue;
        return {
          id: fields.get("id") ?? "",
          event: fields.get("event") ?? "message",
          data: JSON.parse(data) as Record<string, unknown>,
        };
      }
      const { done, value } = await reader.read();
      if (done) throw new Error("the stream has ended");
      text += decoder.decode(value, { stream: true });
    }
  };
  return {
    next,
    response,
    async take(name, count) {
      const taken: ServerEvent[] = [];
      while (taken.length < count) {
        const event = await next();
        if (event.event === name) taken.push(event);
      }
      return taken;
    },
    close: () => abort.abort(),
  };
}
