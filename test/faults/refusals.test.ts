/**
 * Letters that a server refuses for what is ours, and letters that come to nothing: the channel rests with one alarm and all goes once it
 * is mended; what failed or came back is sent again under its own Message-ID; a gateway's answer never sends twice.
 */
import { afterEach, describe, expect, it } from "vitest";
import { alarmZh } from "../../mail/alarms.zh.js";
import { alarmRow } from "../../prisma/letters/alarm-rows.js";
import { listAlarms } from "../../prisma/alarms/alarm-store.js";
import { directoryOf } from "../../domain/people/directory.js";
import { resendLetter, returnLetter } from "../../prisma/letters/resending.js";
import { startServer } from "../support/channels/server.js";
import { type LiveLetters, liveLetters, withPersons } from "../support/live-letters.js";
import { bundle } from "../support/small-bundle.js";
import { startSmtp } from "../support/smtp.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function running<S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const server = await starting;
  stops.push(() => server.stop());
  return server;
}

async function live(...args: Parameters<typeof liveLetters>): Promise<LiveLetters> {
  const letters = await liveLetters(...args);
  stops.push(() => letters.close());
  await letters.run.startWorker();
  await letters.startPostman();
  return letters;
}

/** Alarms about what is refused, as the office reads their titles. */
async function told({ run, planId }: LiveLetters): Promise<string[]> {
  const alarms = await listAlarms(run.database.pool, planId);
  return alarms
    .filter(({ kind }) => ["channelRefused", "letterFailed", "letterReturned"].includes(kind))
    .map(({ kind, detail, count }) => {
      const facts = { ...detail, kind, count } as Parameters<typeof alarmRow>[0]["facts"];
      const { title, lines } = alarmZh(alarmRow({ facts, item: undefined }, "2021-04-12", directoryOf(bundle)));
      return `${title} ${lines.find(({ label }) => label === "累计")?.value ?? ""}`.trim();
    });
}

const PEOPLE = {
  "p-unit-desk": { email: "unit@sample.invalid" },
  "p-lead-desk": { email: "lead@sample.invalid" },
  "p-town1-desk": { email: "town1@sample.invalid" },
};

describe("a sender that the server refuses", () => {
  it("rests the channel with one alarm; everything goes once it is mended", async () => {
    let refused = true;
    const smtp = await running(
      startSmtp({ mail: () => (refused ? "553 Mail from must equal authorized user" : undefined) }),
    );
    const letters = await live(PEOPLE, { mail: { mailboxUrl: smtp.url } });
    await letters.run.gateway.closeLetters(letters.planId, letters.recorder.at("2022-12-31"));
    await expect.poll(() => told(letters), { timeout: 30_000 }).toEqual(["电子邮件渠道停止发送：发件人地址被拒绝"]);
    // Some seconds of tries later it is still one, and nobody's address is blamed.
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    expect(await told(letters)).toEqual(["电子邮件渠道停止发送：发件人地址被拒绝"]);
    const waiting = (await letters.letters()).filter(({ state }) => state === "queued");
    expect(waiting.length).toBeGreaterThan(2);
    refused = false;
    const states = async () => new Set((await letters.letters()).map(({ state }) => state));
    await expect.poll(states, { timeout: 150_000, interval: 1_000 }).not.toContain("queued");
    const sent = (await letters.letters()).filter(({ state }) => state === "sent").map(({ messageId }) => messageId);
    expect(sent).toEqual(expect.arrayContaining(waiting.map(({ messageId }) => messageId)));
    const arrived = smtp.arrivals.map(({ messageId }) => messageId);
    expect([...arrived].sort()).toEqual([...new Set(sent)].sort());
  }, 240_000);
});

describe("a letter that failed", () => {
  it("goes again under its Message-ID, as does one that came back", async () => {
    let unknown = true;
    const smtp = await running(
      startSmtp({
        rcpt: (to) =>
          to === "unit@sample.invalid" && unknown
            ? "550 no such user"
            : to === "lead@sample.invalid" && unknown
              ? "550 Domain frequency limited"
              : undefined,
      }),
    );
    const letters = await live(PEOPLE, { mail: { mailboxUrl: smtp.url } });
    const { pool } = letters.run.database;
    const drained = letters.drain();
    const stateOf = async (person: string) => (await letters.letters(person))[0]?.state;
    await expect.poll(() => stateOf("p-unit-desk"), { timeout: 30_000 }).toBe("failed");
    // The limit of an hour is no failure.
    expect(await stateOf("p-lead-desk")).not.toBe("failed");
    expect(await told(letters)).toEqual([expect.stringMatching(/^邮件被拒收：p-unit-desk/)]);
    unknown = false;
    await drained;
    expect(await stateOf("p-lead-desk")).toBe("sent");

    const [failed] = await letters.letters("p-unit-desk");
    const { roster } = withPersons(PEOPLE);
    const again = (id: string) => resendLetter(pool, letters.planId, id, { configured: ["mail"], roster });
    expect(await again(failed?.id ?? "")).toEqual({ kind: "queued", by: ["mail"] });
    expect(await again(failed?.id ?? "")).toEqual({ kind: "underWay" });
    await letters.run.gateway.sendQueuedLetters(letters.planId);
    await expect.poll(() => stateOf("p-unit-desk"), { timeout: 30_000 }).toBe("sent");
    const times = (messageId: string): number =>
      smtp.arrivals.filter((arrival) => arrival.messageId === messageId).length;
    expect(times(failed?.messageId ?? "")).toBe(1);

    // It bounces later: no longer sent, an alarm for a call, and it may go again.
    const entered = await returnLetter(pool, letters.planId, failed?.id ?? "", {
      channel: "mail",
      note: "550 5.1.1\u0000 unknown \ud800",
      now: Date.now(),
    });
    expect([entered, await stateOf("p-unit-desk")]).toEqual(["returned", "returned"]);
    expect(await told(letters)).toContain("电子邮件被退回：p-unit-desk");
    expect(
      await returnLetter(pool, letters.planId, failed?.id ?? "", { channel: "mail", note: "x", now: 1 }),
    ).toBeNull();
    expect(await again(failed?.id ?? "")).toEqual({ kind: "queued", by: ["mail"] });
    await letters.run.gateway.sendQueuedLetters(letters.planId);
    await expect.poll(() => stateOf("p-unit-desk"), { timeout: 30_000 }).toBe("sent");
    expect(times(failed?.messageId ?? "")).toBe(2);
  }, 180_000);
});

describe("a gateway whose answer the database does not take", () => {
  it.each([
    ["a NUL", "ok\u0000"],
    ["half a character where it is cut", `${"好".repeat(175)}\u{20BB7}村`],
  ])("sends once: %s", async (_what, text) => {
    const took: string[] = [];
    const gateway = await running(
      startServer(({ body }) => {
        const { mobile, id } = JSON.parse(body) as { mobile: string; id: string };
        took.push(`${mobile} ${id}`);
        return { body: `{"Code":"OK","Message":"${text}"}` };
      }),
    );
    const smtp = await running(startSmtp());
    const letters = await live(
      { "p-unit-desk": { mobile: "13800000001" } },
      {
        mail: { mailboxUrl: smtp.url },
        channels: {
          DUBAN_SMS_URL: `${gateway.url}/sms`,
          DUBAN_SMS_BODY: '{"mobile":"{mobile}","text":"{text}","id":"{id}"}',
          DUBAN_SMS_ACCEPTED: '"Code":"OK"',
        },
      },
    );
    await letters.drain();
    for (const { state } of await letters.letters("p-unit-desk")) expect(state).toBe("sent");
    expect(took.length).toBeGreaterThan(0);
    expect(new Set(took).size).toBe(took.length);
  });
});
