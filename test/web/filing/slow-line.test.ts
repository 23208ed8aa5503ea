/**
 * 12: a line of 50 kbit/s, 400 ms away, cut every 30 s: what is sent is at most 1.3 times the photos' bytes. It takes minutes, so it
 * runs on demand: DUBAN_SLOW_LINE=20 npx vitest run test/web/filing/slow-line.test.ts (the number of photos).
 */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../browser.js";
import { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { openPhone, picture, shoot } from "./phone.js";
import { type FilingSite, startFilingSite } from "./site.js";

const BYTES_A_SECOND = 50_000 / 8;
const AWAY_MS = 400;
const CUT_MS = 30_000;
const STEP_MS = 50;
const photos = Number(process.env["DUBAN_SLOW_LINE"] ?? 0);

/** A line to `port` that can be made slow: what goes up is let through at its rate, all connections together. */
class SlowLine {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #queue: { to: Socket; bytes: Buffer }[] = [];
  isSlow = false;
  cuts = 0;
  /** Bytes that went up, with everything around the photos. */
  sent = 0;
  port = 0;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(private readonly to: number) {
    this.#server = createServer((from) => this.#join(from));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    this.#timers.push(setInterval(() => this.#pass(), STEP_MS));
    this.#timers.push(
      setInterval(() => {
        if (!this.isSlow) return;
        this.cuts += 1;
        this.#queue.length = 0;
        for (const socket of this.#sockets) socket.destroy();
      }, CUT_MS),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #join(from: Socket): void {
    const to = connect(this.to, "127.0.0.1");
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    to.on("data", (bytes) => void setTimeout(() => from.destroyed || from.write(bytes), this.isSlow ? AWAY_MS / 2 : 0));
    from.on("data", (bytes) => {
      if (!this.isSlow) return void to.write(bytes);
      // The sender notices a narrow line by its own full buffer.
      from.pause();
      this.#queue.push({ to, bytes });
      const drained = setInterval(() => {
        if (this.#queue.some((one) => one.to === to)) return;
        clearInterval(drained);
        from.resume();
      }, STEP_MS);
    });
  }

  #pass(): void {
    for (let left = Math.round((BYTES_A_SECOND * STEP_MS) / 1_000); left > 0 && this.#queue.length > 0; ) {
      const first = this.#queue[0];
      if (!first) return;
      const now = first.bytes.subarray(0, left);
      left -= now.length;
      this.sent += now.length;
      first.bytes = first.bytes.subarray(now.length);
      if (!first.to.destroyed) setTimeout(() => first.to.destroyed || first.to.write(now), AWAY_MS / 2);
      if (first.bytes.length === 0) this.#queue.shift();
    }
  }
}

describe.runIf(photos > 0)(`${photos} photos on a bad line`, () => {
  let browser: Browser;
  let site: FilingSite;
  let line: SlowLine;
  let api: ProductApi;
  beforeAll(async () => {
    [browser, api] = await Promise.all([startBrowser(), ProductApi.start()]);
    await api.begin();
    site = await startFilingSite(api);
    line = new SlowLine(Number(new URL(site.base).port));
    await line.start();
  });
  afterAll(async () => {
    line.stop();
    await site.close();
    await browser.close();
    await api.close();
  });

  it("arrive with at most 1.3 times their bytes sent", async () => {
    const slow = new Proxy(site, {
      get: (of, name) => (name === "base" ? `http://127.0.0.1:${line.port}` : Reflect.get(of, name)),
    });
    const phone = await openPhone(browser, api, slow);
    await phone.takeAlong();
    await phone.open();
    await site.away();
    for (let no = 1; no <= photos; no++) {
      await phone.grade(lineKey(1 + (no % 25)), "合格");
      await shoot(phone, lineKey(1 + (no % 25)), [await picture(phone.page, no, 900, 700)]);
    }
    await expect.poll(() => phone.page.locator("[data-photo]").count(), { timeout: 60_000 }).toBe(photos);
    line.isSlow = true;
    await site.back();
    const since = performance.now();
    await phone.page.getByRole("button", { name: "立即上报" }).tap();
    await expect
      .poll(() => phone.page.locator('dd[data-word="delivered"]').textContent(), {
        timeout: 1_500_000,
        interval: 2_000,
      })
      .toContain(`照片${photos}/${photos}`);
    const whole = [...(await api.photos()).values()].reduce((sum, { length }) => sum + length, 0);
    const ratio = line.sent / whole;
    console.log(
      `${photos} photos, ${Math.round(whole / 1000)} kB, ${line.cuts} cuts, ${Math.round((performance.now() - since) / 1000)} s, sent ${ratio.toFixed(2)} times`,
    );
    expect(line.cuts).toBeGreaterThan(0);
    expect(ratio).toBeLessThanOrEqual(1.3);
    await phone.close();
  }, 1_800_000);
});
