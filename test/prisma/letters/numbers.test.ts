/** 发文字号: given by signatures and closings, in order and without holes; one number, one text. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Command } from "../../../domain/items/commands.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { inTransaction } from "../../../prisma/database/pool.js";
import { openDrafts } from "../../../prisma/letters/drafts.js";
import { giveNumber, seriesFor } from "../../../prisma/numbers/giving.js";
import { listNumbers, listSeries, voidNumber } from "../../../prisma/numbers/register.js";
import { readLetter } from "../../../prisma/letters/letter-models.js";
import { listLetters, type ListedLetter } from "../../../prisma/letters/read-letters.js";
import { directoryOf } from "../../../prisma/plans/plan-store.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { freshDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { Recorder } from "../../support/recorder.js";
import { bundle as small } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

/** 督办函 are copied to the townships. */
const bundle: PlanBundle = {
  ...small,
  policy: {
    ...small.policy,
    ladders: {
      ...small.policy.ladders,
      village: small.policy.ladders.village.map((rung) =>
        rung.id === "supervise" ? { ...rung, copy: ["township"] } : rung,
      ),
    },
  },
};

const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());
const letters = new Letters(pool);

let recorder: Recorder;
beforeEach(async () => {
  recorder = await new Recorder(pool, bundle).open();
  await recorder.runTo(recorder.at("2021-07-05", "09:30"));
});

const morning = (): number => recorder.at("2021-07-05", "10:30");
const sign = (item: string, more: object = {}, actor = people.office): Command =>
  command("signInstrument", actor, item, { rung: "supervise", ...more });
/** Of 督办函. */
const registered = () => listNumbers(pool, recorder.planId, { series: "督办" }, null, 100);
const numbers = async (): Promise<string[]> => (await registered()).map(({ documentNo }) => documentNo);
const supervised = async (): Promise<ListedLetter[]> =>
  (await listLetters(pool, recorder.planId, { instrument: "supervise" }, null, 100)).filter(
    ({ state }) => state !== "draft" && state !== "superseded",
  );

describe("a number", () => {
  it("is given by the signature: a draft has none, and a refused signature takes none", async () => {
    const drafts = await openDrafts(pool, recorder.planId);
    expect(drafts.length).toBeGreaterThan(1);
    const listed = await listLetters(pool, recorder.planId, { state: "draft" }, null, 10);
    expect(listed.map(({ documentNo }) => documentNo)).toEqual(listed.map(() => null));
    expect(await recorder.act("task/2", morning(), sign("works/v1", {}, people.clerk), sign("works/v2"))).toEqual([
      "notYours",
    ]);
    expect(await numbers()).toEqual(["督办〔2021〕1号"]);
    await recorder.act("task/1", morning() + 60_000, sign("ledger/town1"));
    await letters.close(recorder.planId, morning() + 120_000);
    expect(await numbers()).toEqual(["督办〔2021〕1号", "督办〔2021〕2号"]);
    const [first, second] = await registered();
    expect(first).toMatchObject({ givenAt: morning(), givenBy: people.office, older: false, voided: null });
    // The register knows the letters that went out.
    const sent = new Map((await supervised()).map(({ id, documentNo }) => [id, documentNo]));
    expect([first?.letter, second?.letter].map((id) => sent.get(id ?? ""))).toEqual(await numbers());
  });

  it("is one for all that one document signs, in however many streams, and each next document's own", async () => {
    const document = { document: "d1" };
    await recorder.act("task/2", morning(), sign("works/v1", document), sign("works/v2", document));
    await recorder.act("task/1", morning(), sign("ledger/town1", document));
    await recorder.act("task/2", morning(), sign("works/v4", { document: "d2" }));
    expect(await numbers()).toEqual(["督办〔2021〕1号", "督办〔2021〕2号"]);
  });

  it("comes to two who sign at once one after the other", async () => {
    const other = new Recorder(pool, bundle, recorder.planId);
    await Promise.all([
      recorder.act("task/2", morning(), sign("works/v1")),
      other.act("task/1", morning(), sign("ledger/town1")),
    ]);
    expect(await numbers()).toEqual(["督办〔2021〕1号", "督办〔2021〕2号"]);
  });

  it("that is undone with its transaction is given again: there is no hole", async () => {
    const directory = directoryOf(bundle);
    const series = seriesFor("supervise", "unit/head", directory);
    if (!series) throw new Error("督办函 have no series");
    const give = (document: string, fail: boolean) =>
      inTransaction(pool, async (connection) => {
        const by = people.office;
        const numbered = { planId: recorder.planId, document, at: morning(), by };
        const given = await giveNumber(connection, series, numbered, directory);
        if (fail) throw new Error("undone");
        return given;
      });
    await expect(give("a", true)).rejects.toThrow("undone");
    expect(await give("b", false)).toBe("督办〔2021〕1号");
    expect(await Promise.all(["c", "d", "e", "b"].map((document) => give(document, false)))).toEqual(
      expect.arrayContaining(["督办〔2021〕2号", "督办〔2021〕3号", "督办〔2021〕4号", "督办〔2021〕1号"]),
    );
    // The next year begins with 1.
    const next = { planId: recorder.planId, document: "f", at: recorder.at("2022-01-04"), by: null };
    expect(await inTransaction(pool, (connection) => giveNumber(connection, series, next, directory))).toBe(
      "督办〔2022〕1号",
    );
    const all = await listSeries(pool, recorder.planId);
    expect(all.filter((one) => one.series === "督办")).toEqual([
      { issuer: "office", series: "督办", year: 2022, count: 1 },
      { issuer: "office", series: "督办", year: 2021, count: 4 },
    ]);
  });

  it("of a 呈阅件 is given when its letter closes, each leader's its own", async () => {
    await recorder.runTo(recorder.at("2021-07-10"));
    const submitted = (await listLetters(pool, recorder.planId, { instrument: "escalate" }, null, 100)).toSorted(
      (a, b) => (a.documentNo ?? "").localeCompare(b.documentNo ?? ""),
    );
    expect(submitted.length).toBeGreaterThan(1);
    expect(submitted.map(({ documentNo }) => documentNo)).toEqual(
      submitted.map((_, index) => `呈阅件〔2021〕第${index + 1}期`),
    );
    expect(
      (await listNumbers(pool, recorder.planId, { series: "呈阅件" }, null, 100)).map(({ letter }) => letter),
    ).toEqual(submitted.map(({ id }) => id));
  });

  it("is the ledger's too: made again from it, notices name the same", async () => {
    await recorder.act("task/2", morning(), sign("works/v1"));
    await letters.close(recorder.planId, morning());
    const facts = async () => {
      const { rows } = await pool.query(
        "SELECT DISTINCT facts ->> 'documentNo' AS no FROM notice WHERE plan_id = $1 AND facts ? 'documentNo'",
        [recorder.planId],
      );
      return rows.map((row) => row.no);
    };
    expect(await facts()).toEqual(["督办〔2021〕1号"]);
    expect(await rebuildPlan(pool, recorder.planId, { mode: "check" })).toMatchObject({ broken: null, equal: true });
  });

  it("is made void with a reason, once, and never given again", async () => {
    await recorder.act("task/2", morning(), sign("works/v1"));
    const voided = { at: morning() + 1, by: people.office, reason: "主送单位有误" };
    expect(await voidNumber(pool, recorder.planId, "督办〔2021〕1号", voided)).toBe(true);
    expect(await voidNumber(pool, recorder.planId, "督办〔2021〕1号", voided)).toBe(false);
    expect(await voidNumber(pool, recorder.planId, "督办〔2021〕9号", voided)).toBe(false);
    await recorder.act("task/2", morning() + 60_000, sign("works/v2"));
    const rows = await registered();
    expect(rows.map(({ documentNo, voided: is }) => [documentNo, is?.reason ?? null])).toEqual([
      ["督办〔2021〕1号", "主送单位有误"],
      ["督办〔2021〕2号", null],
    ]);
  });
});

describe("one number", () => {
  it("has one text: its copies list all of it", async () => {
    const document = { document: "d1" };
    await recorder.act(
      "task/2",
      morning(),
      ...["works/v1", "works/v2", "works/v4"].map((item) => sign(item, document)),
    );
    await letters.close(recorder.planId, morning());
    const sent = await supervised();
    expect(new Set(sent.map(({ documentNo }) => documentNo))).toEqual(new Set(["督办〔2021〕1号"]));
    expect(sent.length).toBeGreaterThan(1);
    for (const { id } of sent) {
      const read = await readLetter(pool, recorder.planId, id, bundle);
      expect(read?.says.sections.map(({ rows }) => rows.map(({ itemId }) => itemId))).toEqual([
        ["works/v1", "works/v2", "works/v4"],
      ]);
    }
  });

  it("is not a supplement's: what is signed for it after it went out has its own", async () => {
    const document = { document: "d1" };
    await recorder.act("task/2", morning(), sign("works/v1", document));
    await letters.close(recorder.planId, morning());
    const later = morning() + 86_400_000;
    await recorder.act("task/2", later, sign("works/v2", document));
    await letters.close(recorder.planId, later);
    const sent = await supervised();
    const first = sent.filter(({ documentNo }) => documentNo === "督办〔2021〕1号");
    const second = sent.filter(({ documentNo }) => documentNo === "督办〔2021〕2号");
    expect(first.length + second.length).toBe(sent.length);
    const says = await Promise.all(second.map(({ id }) => readLetter(pool, recorder.planId, id, bundle)));
    expect(says.map((one) => [one?.says.documentNo, one?.says.supplement])).toEqual(
      second.map(() => ["督办〔2021〕2号", 0]),
    );
    expect(new Set(first.map(({ closedAt }) => closedAt))).toEqual(new Set([morning()]));
    expect(new Set(second.map(({ closedAt }) => closedAt))).toEqual(new Set([later]));
    expect((await registered()).map(({ givenBy }) => givenBy)).toEqual([people.office, people.office]);
  });
});
