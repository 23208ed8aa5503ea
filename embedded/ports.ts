import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { sleep } from "./wait.js";

/** Everything embedded listens here only: nothing is offered to the network. */
export const LOOPBACK = "127.0.0.1";

/** This machine's own names, as they stand in a request's Host. */
const OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Whether a request's Host is one of this machine's names or of those given (lower case, without port). The port may differ from
 * ours: a tunnel or proxy has its own.
 */
export function isOwnHost(host: string | undefined, names: readonly string[] = []): boolean {
  const name = (host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  return OWN_NAMES.includes(name) || names.includes(name);
}

/**
 * Below what systems give to outgoing connections (Linux from 32,768, others from 49,152): between being asked for here and being
 * listened on, a port from there may become the near end of anybody's connection.
 */
const ASKED_FROM = { first: 20_000, end: 32_768 };
/** So that of two asked for before the first is listened on each is another. */
const given = new Set<number>();

/** A port that is free now, and that no outgoing connection takes before it is listened on. */
export async function freePort(host = LOOPBACK): Promise<number> {
  while (given.size < ASKED_FROM.end - ASKED_FROM.first) {
    const port = randomInt(ASKED_FROM.first, ASKED_FROM.end);
    if (given.has(port)) continue;
    given.add(port);
    try {
      return await tryListen(port, host);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  return tryListen(0, host);
}

/**
 * Makes sure that a chosen port is free, and otherwise names the setting that changes it.
 * A short wait lets the children of a start that was killed a moment ago leave first.
 */
export async function claimPort(port: number, forWhat: string, setting: string, waitMs = 2_000): Promise<number> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    try {
      return await tryListen(port);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EACCES")
        throw new Error(
          `port ${port} for ${forWhat} needs privileges; choose another with ${setting}, e.g. ${setting}=${port + 10_000}`,
          { cause: error },
        );
      if (code !== "EADDRINUSE") throw error;
      if (Date.now() >= deadline) throw new PortBusy(port, forWhat, setting);
    }
    await sleep(100);
  }
}

export class PortBusy extends Error {
  constructor(port: number, forWhat: string, setting: string) {
    super(
      `port ${port} on ${LOOPBACK}, wanted for ${forWhat}, is used by another program; stop that, or choose another port with ${setting}, e.g. ${setting}=${port + 100}`,
    );
  }
}

function tryListen(port: number, host = LOOPBACK): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}

/** Whether something answers on the port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK });
    const answer = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
    socket.setTimeout(1_000, () => answer(false));
  });
}
