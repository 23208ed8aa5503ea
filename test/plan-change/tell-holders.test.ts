/** Who holds a leader's post is not changed by the roster unheard: audit, and mails to both holders and the supervision office. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountMails } from "../../api/accounts/account-mails.js";
import type { Roster } from "../../domain/plan/roster.js";
import { holderChanges } from "../../plan-change/holders.js";
import { rostersWritten, tellHolders } from "../../plan-change/tell-holders.js";
import { auditEvents } from "../../prisma/accounts/audit-store.js";
import { addDocument } from "../../prisma/plans/plan-store.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { Recorder } from "../support/recorder.js";
import { bundle } from "../support/small-bundle.js";

const TODAY = "2021-05-06";
const { roster } = bundle;

/** The roster in which a post is held by another from a day on. */
const heldBy = (post: string, person: string, from: string, before: Roster = roster): Roster => ({
  ...before,
  posts: before.posts.map((one) =>
    one.id === post
      ? { ...one, holders: [...one.holders.map((holder) => ({ ...holder, to: from })), { value: person, from }] }
      : one,
  ),
});
const LEADER = heldBy("leader/2", "p-unit-head", "2021-05-10");

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it("is seen of leaders, the leading group and the supervision office, from today on", () => {
  expect(holderChanges(roster, LEADER, TODAY)).toEqual([
    { post: "leader/2", from: "2021-05-10", former: "p-leader-2", next: "p-unit-head" },
  ]);
  for (const post of ["group/head", "group/desk", "supervision/desk", "supervision/head"])
    expect(holderChanges(roster, heldBy(post, "p-unit-head", TODAY), TODAY)).toMatchObject([{ post, from: TODAY }]);
  expect(holderChanges(roster, heldBy("unit/head", "p-lead-desk", TODAY), TODAY)).toEqual([]);
  expect(holderChanges(roster, roster, TODAY)).toEqual([]);
  const gone = { ...roster, posts: roster.posts.filter(({ id }) => id !== "leader/2") };
  expect(holderChanges(roster, gone, TODAY)).toMatchObject([{ former: "p-leader-2", next: null }]);
  expect(holderChanges(gone, roster, TODAY)).toMatchObject([{ former: null, next: "p-leader-2" }]);
});

/** Answers whom the mails went to. */
async function told(mode: "live" | "rehearsal"): Promise<{ planId: string; mails: { to: string; text: string }[] }> {
  const { pool } = database;
  const { planId } = await new Recorder(pool, bundle, `held-${mode}`).open(mode);
  const moved = {
    ...LEADER,
    persons: LEADER.persons.map((one) =>
      one.id === "p-leader-2" ? { ...one, email: "elsewhere@sample.invalid" } : one,
    ),
  };
  await addDocument(pool, planId, "roster", 2, moved);
  const mails: { to: string; text: string }[] = [];
  const sent = accountMails({
    pool,
    publicUrl: "https://duban.example",
    language: "zh",
    mailer: {
      send: async (letter: { to: { address: string }; text: string }) => {
        mails.push({ to: letter.to.address, text: letter.text });
        return { ok: true };
      },
    } as never,
  });
  const failures: unknown[] = [];
  const { mailed } = await tellHolders(
    { pool, mail: (...args) => sent.holderChange(...args), failed: (_post, error) => failures.push(error) },
    {
      plan: { id: planId, slug: planId, mode, bundle, today: TODAY },
      version: 2,
      by: "p-office-desk",
      account: { id: null, address: "127.0.0.1" },
      reason: "人事调整",
    },
  );
  await mailed;
  expect(failures).toEqual([]);
  return { planId, mails };
}

it("is in the audit log, and told to both holders, also where one's address went with it, and to the supervision office", async () => {
  const { planId, mails } = await told("live");
  expect(mails.map(({ to }) => to).sort()).toEqual([
    "elsewhere@sample.invalid",
    "p-leader-2@sample.invalid",
    "p-supervision-desk@sample.invalid",
    "p-supervision-head@sample.invalid",
    "p-unit-head@sample.invalid",
  ]);
  for (const { text } of mails)
    expect(text).toMatch(
      /p-office-desk变更：自2021年5月10日起，“县领导2”的任职人员由p-leader-2改为p-unit-head。事由：人事调整/,
    );
  const events = await auditEvents(database.pool, { kind: "holderChanged" }, null, 10);
  expect(events.filter((event) => event.planId === planId)).toMatchObject([
    { subject: "leader/2", detail: { former: "p-leader-2", next: "p-unit-head", from: "2021-05-10", roster: 2 } },
  ]);
});

it("mails nobody in a rehearsal", async () => {
  const { mails } = await told("rehearsal");
  expect(mails).toEqual([]);
});

it("is told of a change that was finished for another, too", () => {
  const order = (kind: "roster" | "plan", version: number) =>
    ({
      command: {
        key: "k",
        actor: null,
        order: { kind: "changeDocuments", documents: [{ kind, version }], reason: "" },
      },
      streams: 1,
      items: 0,
    }) as never;
  const applied = (orders: never[]) => ({ no: 1, orders });
  expect(rostersWritten({ finished: applied([order("roster", 2)]), made: applied([order("roster", 3)]) })).toEqual([
    2, 3,
  ]);
  expect(rostersWritten({ finished: null, made: applied([order("plan", 2)]) })).toEqual([]);
  expect(rostersWritten({ finished: null, made: null })).toEqual([]);
});
