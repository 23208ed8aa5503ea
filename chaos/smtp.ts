/**
 * A mail server that keeps what it accepts and, when told to, refuses, delays and drops. `messages.eml` and `mailbox.jsonl`
 * hold each accepted message, written before the sender hears of it; `refused.jsonl` each letter refused for good.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { SmtpTrouble } from "./faults.js";

export interface ChaosSmtp {
  readonly url: string;
  /** null: behaves. */
  trouble(how: SmtpTrouble | null): void;
  /** Messages accepted, and sessions or recipients that met trouble, so far. */
  counts(): { readonly accepted: number; readonly troubled: number };
  onAccepted(hear: () => void): void;
  stop(): Promise<void>;
}

const refusal = (code: number): Error => Object.assign(new Error("chaos"), { responseCode: code });

/** smtp-server has no public way to cut a connection. */
function cut(server: SMTPServer, session: SMTPServerSession): void {
  const { connections } = server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> };
  for (const connection of connections) if (connection.id === session.id) connection._socket.destroy();
}

class Keeper {
  accepted = 0;
  private offset = 0;
  constructor(private readonly dir: string) {
    mkdirSync(dir, { recursive: true });
  }

  keep(to: string, raw: Buffer): void {
    appendFileSync(path.join(this.dir, "messages.eml"), raw);
    const line = { to, offset: this.offset, length: raw.length };
    this.offset += raw.length;
    this.accepted++;
    appendFileSync(path.join(this.dir, "mailbox.jsonl"), `${JSON.stringify(line)}\n`);
  }

  refusedForGood(to: string): void {
    appendFileSync(path.join(this.dir, "refused.jsonl"), `${JSON.stringify({ to })}\n`);
  }
}

/** How long a slow server takes for each answer (milliseconds). */
const SLOW = 150;

export async function startSmtp(dir: string): Promise<ChaosSmtp> {
  const keeper = new Keeper(dir);
  let how: SmtpTrouble | null = null;
  let troubled = 0;
  let hear = (): void => undefined;
  const server: SMTPServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect(_session, callback) {
      if (how === "away") troubled++;
      callback(how === "away" ? refusal(421) : null);
    },
    onRcptTo({ address }, session, callback) {
      if (how !== null) troubled++;
      if (how === "away") return callback(refusal(421));
      if (how === "later") return callback(refusal(451));
      if (how === "before") return cut(server, session);
      if (how === "never") {
        keeper.refusedForGood(address);
        return callback(refusal(550));
      }
      setTimeout(callback, how === "delay" ? SLOW : 0);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      stream.on("error", callback);
      stream.on("end", () => {
        keeper.keep(session.envelope.rcptTo[0]?.address ?? "", Buffer.concat(chunks));
        hear();
        if (how !== "after") return callback(null, "kept");
        troubled++;
        cut(server, session);
      });
    },
  });
  server.on("error", () => undefined); // a client that breaks off
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    trouble: (next) => void (how = next),
    counts: () => ({ accepted: keeper.accepted, troubled }),
    onAccepted: (listener) => void (hear = listener),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
