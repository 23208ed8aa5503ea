/** 抄送 and 抄报: units that lead together get the letter's own text, and a document names everybody else that it goes to. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coLeadsOf } from "../../../domain/plan/co-leads.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { documentOf } from "../../../mail/document.js";
import { renderLetter } from "../../../mail/render.js";
import { readLetter, type StoredLetter } from "../../../prisma/letters/letter-models.js";
import { listLetters } from "../../../prisma/letters/read-letters.js";
import { freshDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { Recorder } from "../../support/recorder.js";
import { bundle as small } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

/** Every village's works are led by `unit` and `helper` together; 呈阅件 are copied to the leader in charge. */
const bundle: PlanBundle = {
  ...small,
  plan: {
    ...small.plan,
    tasks: small.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((one) =>
        one.id === "works" ? { ...one, supporting: [{ unit: "town2", jointly: true }, { unit: "supervision" }] } : one,
      ),
    })),
  },
  policy: {
    ...small.policy,
    ladders: {
      ...small.policy.ladders,
      village: small.policy.ladders.village.map((rung) =>
        rung.id === "escalate" ? { ...rung, copy: ["leaderInCharge"] } : rung,
      ),
    },
  },
};

const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());
const letters = new Letters(pool);
let recorder: Recorder;

async function read(instrument: "supervise" | "urge" | "escalate" | "suspension"): Promise<StoredLetter[]> {
  const listed = await listLetters(pool, recorder.planId, { instrument }, null, 200);
  const out = listed.filter(({ state }) => state !== "draft" && state !== "superseded");
  const all = await Promise.all(out.map(({ id }) => readLetter(pool, recorder.planId, id, bundle)));
  return all.flatMap((one) => one ?? []);
}
const to = (all: readonly StoredLetter[], person: string): StoredLetter => {
  const found = all.find((one) => one.person?.id === person);
  if (!found) throw new Error(`no letter to ${person}: ${all.map((one) => one.person?.id).join(", ")}`);
  return found;
};

beforeAll(async () => {
  recorder = await new Recorder(pool, bundle).open();
  await recorder.runTo(recorder.at("2021-07-05", "09:30"));
  const signed = { rung: "supervise" };
  const at = recorder.at("2021-07-05", "10:30");
  await recorder.act("task/2", at, command("signInstrument", people.office, "works/v1", signed));
  await recorder.runTo(recorder.at("2021-07-10"));
  await letters.close(recorder.planId, recorder.at("2021-07-10"));
});

describe("co-leads", () => {
  it("are the lead units beside the owing one, and those that the text names with it; not who only helps", () => {
    expect(coLeadsOf(bundle.plan)["works"]).toEqual(["town2"]);
  });

  it("get the 督办函 as it is: the same number, addressee and words, marked as what they are", async () => {
    const all = await read("supervise");
    const copy = to(all, "p-town2-desk");
    const main = all.find(({ says }) => says.received === undefined);
    if (!main) throw new Error("no 督办函 to its unit");
    expect(copy.says.documentNo).toBe(main.says.documentNo);
    expect(copy.says.addressee).toEqual(main.says.addressee);
    expect(documentOf(copy.says)).toEqual(documentOf(main.says));
    expect(copy.says.received).toMatchObject([{ role: "copy", coLead: true, unitName: "单位town2" }]);
    const { text, subject } = renderLetter(copy.says);
    expect(text).toContain("共同牵头单位，抄送");
    expect(subject).toContain("（抄送）");
    // The document names them as they are called in full.
    expect(documentOf(main.says).copies).toContain("单位town2");
  });

  it("get copies of the 催办 that say they lead it too", async () => {
    const copy = to(await read("urge"), "p-town2-desk");
    expect(renderLetter(copy.says).text).toContain("请按职责抓好共同牵头的工作");
    expect(all(await read("urge"))).not.toContain("p-supervision-desk");
  });
});

const all = (letters: readonly StoredLetter[]): (string | undefined)[] => letters.map(({ person }) => person?.id);

describe("a 呈阅件", () => {
  it("names the leaders to whom it is reported beside, with post and name, and never whom it is put before", async () => {
    const escalated = await read("escalate");
    const own = to(escalated, "p-leader-1");
    expect(own.says.addressee).toEqual({ kind: "leader", name: "p-leader-1" });
    expect(documentOf(own.says).reports).toEqual(["县领导2p-leader-2"]);
    expect(documentOf(own.says).copies).toBeUndefined();
  });
});

describe("what is decided of many items at once", () => {
  it("names as given a copy who gets no letter of their own on it, and nobody else", async () => {
    // Its ledger was due on 31 May; the township owes it yet.
    await recorder.order(recorder.at("2021-07-12", "10:00"), {
      key: "flood",
      actor: people.office,
      order: {
        kind: "suspendArea",
        townships: ["town1"],
        villages: [],
        until: "2021-07-30",
        reason: "汛期",
        approver: "office/head",
      },
    });
    await recorder.runTo(recorder.at("2021-07-13", "12:00"));
    await letters.close(recorder.planId, recorder.at("2021-07-13", "12:00"));
    const all = await read("suspension");
    const own = to(all, "p-unit-desk");
    expect(to(all, "p-town1-desk").says.sections.map(({ capacity }) => capacity.role)).toContain("to");
    const { copies = [] } = documentOf(own.says);
    expect(copies.join()).toContain("helper");
    expect(copies.join()).not.toContain("town1");
  });
});
