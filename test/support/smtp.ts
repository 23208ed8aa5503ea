/** A real SMTP server for tests, that refuses, delays and drops as it is told. */
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** A letter that the server has taken: its sender may not know, where the connection was dropped. */
export interface Arrival {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  /** The letter's own date. */
  readonly date: Date | undefined;
  /** Its files, as text. */
  readonly attachments: readonly string[];
}

/** What becomes of an address's n-th try (from 1) at each step. */
export interface Behaviour {
  /** At MAIL FROM: a whole answer to refuse with, e.g. `553 Mail from must equal authorized user`. */
  mail?(address: string): string | undefined;
  /** At RCPT TO: a response code or a whole answer to refuse with. */
  rcpt?(address: string, nth: number): number | string | undefined;
  /** After DATA: a response code or a whole answer to refuse with, or `drop`: taken, but the connection is cut before it is said. */
  data?(address: string, nth: number): number | string | undefined;
  /** Milliseconds before RCPT TO is answered. */
  delay?(address: string): number;
}

export interface TestSmtp {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Called with each letter that has arrived, before the sender is told. */
  onArrival(hear: (arrival: Arrival) => void): void;
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

function refusal(answer: number | string): Error {
  const [, code = String(answer), text = `told to answer ${answer}`] = /^(\d{3}) (.+)$/.exec(String(answer)) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

/** smtp-server has no public way to cut a connection. */
function cut(server: SMTPServer, session: SMTPServerSession): void {
  const { connections } = server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> };
  for (const connection of connections) if (connection.id === session.id) connection._socket.destroy();
}

export async function startSmtp(behaviour: Behaviour = {}): Promise<TestSmtp> {
  const arrivals: Arrival[] = [];
  const tries = { rcpt: new Map<string, number>(), data: new Map<string, number>() };
  const nthOf = (step: keyof typeof tries, address: string): number => {
    const nth = (tries[step].get(address) ?? 0) + 1;
    tries[step].set(address, nth);
    return nth;
  };
  let hear: (arrival: Arrival) => void = () => undefined;
  let port = 0;
  let server: SMTPServer;

  const make = (): SMTPServer => {
    const own: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 100,
      onMailFrom({ address }, _session, callback) {
        const answer = behaviour.mail?.(address);
        callback(answer === undefined ? null : refusal(answer));
      },
      onRcptTo({ address }, _session, callback) {
        const code = behaviour.rcpt?.(address, nthOf("rcpt", address));
        setTimeout(() => callback(code === undefined ? null : refusal(code)), behaviour.delay?.(address) ?? 0);
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
        stream.on("end", async () => {
          const to = session.envelope.rcptTo[0]?.address ?? "";
          const what = behaviour.data?.(to, nthOf("data", to));
          if (what !== undefined && what !== "drop") return callback(refusal(what));
          const { attachments: files, ...letter } = await simpleParser(Buffer.concat(chunks));
          const { messageId = "", subject = "", text = "", date } = letter;
          const attachments = files.map(({ content }) => content.toString("utf8"));
          const arrival = { to, messageId, subject, text, date, attachments };
          arrivals.push(arrival);
          hear(arrival);
          if (what === "drop") cut(own, session);
          else callback(null, "kept");
        });
      },
    });
    own.on("error", () => undefined); // a client that breaks off
    return own;
  };
  const start = async (): Promise<void> => {
    server = make();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    ({ port } = server.server.address() as AddressInfo);
  };
  await start();
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrivals,
    onArrival: (listener) => void (hear = listener),
    stop: () => new Promise((resolve) => server.close(resolve)),
    start,
  };
}
