/** A TCP proxy on loopback whose connections can be cut, refused, delayed and throttled. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

export interface Proxy {
  readonly port: number;
  /** Breaks all connections as a dead host's would: with a reset. Answers how many. */
  cut(): number;
  /** New connections are reset at once, and those there are cut. */
  refuse(on: boolean): number;
  /** Every chunk of bytes waits so long (milliseconds); 0: none. */
  delay(ms: number): void;
  /** So many bytes a second and direction; 0: as fast as can be. */
  throttle(bytesPerSecond: number): void;
  stop(): Promise<void>;
}

interface Trouble {
  refusing: boolean;
  delay: number;
  bytesPerSecond: number;
}

/** Holds back what passes. The order stays; nothing is lost. */
function heldBack(trouble: Trouble): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const slow = trouble.bytesPerSecond > 0 ? (chunk.length / trouble.bytesPerSecond) * 1_000 : 0;
      const wait = Math.min(trouble.delay + slow, 2_000);
      if (wait === 0) done(null, chunk);
      else setTimeout(() => done(null, chunk), wait);
    },
  });
}

/** Leads to `target` on loopback; its port may change with a restart and is asked for with each connection. */
export async function startProxy(target: () => number): Promise<Proxy> {
  const trouble: Trouble = { refusing: false, delay: 0, bytesPerSecond: 0 };
  const open = new Set<Socket>();
  const cut = (): number => {
    const count = open.size / 2;
    for (const socket of open) socket.resetAndDestroy();
    open.clear();
    return count;
  };
  const server = createServer((client) => {
    if (trouble.refusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: target(), host: "127.0.0.1", noDelay: true });
    client.setNoDelay(true);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      // Either end that breaks breaks the other: that is all an error means here.
      socket.on("error", () => undefined);
      socket.once("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(heldBack(trouble)).pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    refuse(on) {
      trouble.refusing = on;
      return on ? cut() : 0;
    },
    delay: (ms) => void (trouble.delay = ms),
    throttle: (bytesPerSecond) => void (trouble.bytesPerSecond = bytesPerSecond),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
