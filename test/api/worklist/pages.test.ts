/** What pages read beside lists: attachments, instructions, a seat's villages; and what an answer moves. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FolderStore } from "../../../api/files/store.js";
import type { InstructionRegister } from "../../../api/items/instruction-schemas.js";
import type { PairingPage } from "../../../api/leaders/pairing-schemas.js";
import type { PlanAttachments } from "../../../api/plans/attachment-schemas.js";
import { capacitiesOf } from "../../../api/rights/capacities.js";
import type { Caller } from "../../../api/rights/caller.js";
import { applyEdits } from "../../../plan-change/edits.js";
import { comparePlan } from "../../../plan-change/compare-plan.js";
import { testSession } from "../../support/callers.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command } from "../../support/small-plan.js";
import { actors, type Api, playStory, serve, TODAY } from "../support.js";

const PLAN = "/api/v1/plans/story";
const ATTACHED = "/api/v1/plans/attached";
let database: TestDatabase;
let api: Api;
let plan: Recorder;
let folder: string;
let asks = "p-office-desk";
const callerOf = (person: string): Caller => {
  const capacities = capacitiesOf(bundle, person, TODAY);
  const roles = new Set(capacities.flatMap((one) => one.roles));
  return { accountId: `account-${person}`, kind: "person", person, capacities, roles, session: testSession() };
};
beforeAll(async () => {
  database = await freshDatabase();
  plan = await playStory(database.pool);
  const attachments = [{ id: "a1", title: "十项示范工程", provided: false }];
  await new Recorder(database.pool, { ...bundle, plan: { ...bundle.plan, attachments } }, "attached").open();
  folder = await mkdtemp(path.join(tmpdir(), "duban-attachments-"));
  const store = new FolderStore(folder);
  await mkdir(store.incoming, { recursive: true });
  const authenticate = async () => {
    const caller = callerOf(asks);
    return { accountId: caller.accountId, kind: caller.kind, in: async () => caller };
  };
  api = await serve(database.pool, { authenticate }, undefined, 0, store);
});
afterAll(async () => {
  await api.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

describe("instructions", () => {
  it("are registered with what became of them", async () => {
    asks = "p-office-desk";
    const now = plan.at(TODAY, "18:10");
    await plan.act(
      "task/2",
      now,
      command("instruct", actors.leader2, "works/v2", { unit: "unit", text: "请抓紧", replyBy: "2021-09-30" }),
    );
    const { rows } = await api.json<InstructionRegister>(`${PLAN}/instruction-register`);
    expect(rows).toMatchObject([
      {
        kind: "onItem",
        item: "works/v2",
        text: "请抓紧",
        standing: "open",
        due: "2021-09-30",
        on: TODAY,
        doneOn: null,
      },
    ]);
    expect((await api.json<InstructionRegister>(`${PLAN}/instruction-register?standing=done`)).rows).toEqual([]);
  });
});

describe("a seat's villages", () => {
  it("are told to the seat, with what appraisal counts to whoever holds it", async () => {
    asks = "p-leader-2";
    const page = await api.json<PairingPage>(`${PLAN}/pairing?month=2021-08`);
    expect(page).toMatchObject({ month: "2021-08", on: "2021-08-31", seat: "leader/2" });
    expect(page.villages.length).toBeGreaterThan(0);
    expect(page.appraisal).toMatchObject({ year: 2021, visits: 0, villages: page.villages.length });
    const red = page.villages.reduce((sum, { counts }) => sum + counts.red, 0);
    expect(page.villages.flatMap(({ problems }) => problems)).toHaveLength(red);
    asks = "p-office-desk";
    const none = await api.json<PairingPage>(`${PLAN}/pairing`);
    expect(none.appraisal).toBeNull();
    expect(await api.problem(`${PLAN}/pairing?seat=leader%2F2`)).toMatchObject({ code: "notYours" });
  });
});

describe("an answer to an open question", () => {
  const asked = {
    ...bundle.plan,
    openQuestions: [
      {
        id: "q1",
        question: "何时",
        options: ["早", "晚"],
        moves: [{ option: "晚", milestone: "works", deadline: "2021-12-31" }],
        clause: "一",
      },
    ],
  };
  const chosen = (option: string) =>
    applyEdits({ ...bundle, plan: asked }, [{ kind: "chooseReading", question: "q1", chosen: option }], TODAY);

  it("moves the deadlines that it settles, and says so", () => {
    const { bundle: after, refused } = chosen("晚");
    expect(refused).toEqual([]);
    expect(after.plan.tasks.flatMap(({ milestones }) => milestones).find(({ id }) => id === "works")?.deadline).toBe(
      "2021-12-31",
    );
    const told = comparePlan(asked, after.plan);
    expect(told.readings).toMatchObject([{ milestone: "works", to: "2021-12-31" }]);
    expect(told.changes.map(({ what }) => what.zh)).toEqual(
      expect.arrayContaining(["待定问题“何时”选定：晚", expect.stringContaining("重新认定")]),
    );
    expect(told.changes.map(({ what }) => what.zh).join()).not.toContain("文字修订");
  });

  it("that settles none moves none", () => {
    expect(comparePlan(asked, chosen("早").bundle.plan).readings).toEqual([]);
  });
});

describe("attachments", () => {
  it("are none of the plan's until they are filed, and then for everybody", async () => {
    asks = "p-office-desk";
    const { attachments } = await api.json<PlanAttachments>(`${ATTACHED}/attachments`);
    const [first] = attachments;
    const post = async (to: string) => {
      const form = new FormData();
      form.set("note", "正式文件");
      form.set("file", new Blob([PDF], { type: "application/pdf" }), "十项示范工程.pdf");
      return fetch(`${api.base}${ATTACHED}/attachments/${to}`, { method: "POST", body: form });
    };
    expect((await post("nothing")).status).toBe(404);
    expect(first).toMatchObject({ provided: false, files: [] });
    const filed = (await (await post(first?.id ?? "")).json()) as PlanAttachments;
    expect(filed.attachments[0]).toMatchObject({
      provided: true,
      files: [{ name: "十项示范工程.pdf", note: "正式文件" }],
    });
    asks = "p-unit-desk";
    const file = filed.attachments[0]?.files[0];
    const got = await api.get(`${ATTACHED}/attachments/${first?.id ?? ""}/${file?.sha256}`);
    expect(got.status).toBe(200);
    expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.from(PDF))).toBe(true);
    expect((await post(first?.id ?? "")).status).toBe(403);
  });
});

const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
