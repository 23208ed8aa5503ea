/** A whole item's life over HTTP as each role that has a part in it, with the refusals that each of them meets. */
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { bundle } from "../../support/small-bundle.js";
import { type Acting, type Answer, startActing } from "../acting.js";
import { pdf } from "../photos.js";

/** With a liaison for the second leader, a colleague without a post, and a supporting unit with a sub-deadline. */
const plan: PlanBundle = {
  ...bundle,
  plan: {
    ...bundle.plan,
    tasks: bundle.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((one) =>
        one.id === "works" ? { ...one, supporting: [{ unit: "lead", workingDaysBefore: 5 }] } : one,
      ),
    })),
  },
  roster: {
    ...bundle.roster,
    persons: [...bundle.roster.persons, { id: "p-liaison", name: "联络员" }, { id: "p-colleague", name: "同事" }],
    posts: [
      ...bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "leader/2/liaison" } : post)),
      {
        id: "leader/2/liaison",
        title: "联络员",
        level: "desk",
        holders: [{ value: "p-liaison" }],
        fallback: ["office/desk"],
      },
    ],
  },
};

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(plan);
  await acting.goTo("2021-04-13");
}, 120_000);
afterAll(() => acting.close());

const V2 = "works/v2"; // village 2: county leader 2
const hash = createHash("sha256").update(pdf).digest("hex");

const code = ({ status, body }: Answer): string | number => (status === 200 ? 200 : String(body.code));
async function act(
  person: string,
  action: string,
  more: Record<string, unknown> = {},
  item = V2,
): Promise<string | number> {
  return code(await acting.act(person, action, { items: [item], ...more }));
}
async function order(person: string, kind: string, body: Record<string, unknown>): Promise<Answer> {
  const response = await acting.request(person, `/orders/${kind}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
async function upload(person: string, item = V2): Promise<number> {
  const form = new FormData();
  form.set("effectiveOn", "2021-04-13");
  form.set("file", new Blob([new Uint8Array(pdf)]), "批示.pdf");
  const init = { method: "POST", headers: { "idempotency-key": randomUUID() }, body: form };
  return (await acting.request(person, `/items/${encodeURIComponent(item)}/evidence`, init)).status;
}
const text = { text: "说明" };
const reason = { reason: "理由" };
interface My {
  readonly items: readonly {
    readonly item: { readonly id: string };
    readonly asked: readonly { readonly turn: string; readonly ref: string | null }[];
  }[];
  readonly capacities: readonly unknown[];
  readonly letters: readonly { readonly instrument: string }[];
}
const my = async (person: string): Promise<My> => (await acting.get(person, "/my?limit=200")).body as unknown as My;
const turnsOn = async (person: string, item = V2): Promise<string[]> =>
  ((await my(person)).items.find((one) => one.item.id === item)?.asked ?? []).map(({ turn }) => turn);
const may = async (person: string, item = V2): Promise<string[]> =>
  (
    (await acting.get(person, `/items/${encodeURIComponent(item)}/actions`)).body.actions as {
      action: string;
      may: boolean;
    }[]
  )
    .filter((one) => one.may)
    .map(({ action }) => action)
    .sort();

describe("the unit that owes it", () => {
  it("signs for it, reports progress with figures, and nothing that is another's", async () => {
    expect(await turnsOn("p-unit-desk")).toEqual(["signFor"]);
    expect(await may("p-unit-desk")).toEqual([
      "annotate",
      "fileEvidence",
      "requestExtension",
      "setTimetable",
      "signFor",
    ]);
    expect(await act("p-unit-desk", "reportProgress", { percent: 10, ...text })).toBe("illegalStep");
    expect(await act("p-unit-head", "signFor")).toBe(200);
    expect(await turnsOn("p-unit-desk")).toEqual(["work"]);
    expect(await act("p-unit-desk", "reportProgress", { percent: 10, ...text, figures: { done: 1, total: 9 } })).toBe(
      200,
    );
    expect(await act("p-unit-desk", "reportProgress", { percent: 20, ...text, figures: { done: 2, total: 8 } })).toBe(
      "badValue",
    );
    for (const [action, more] of [
      ["verify", text],
      ["closeOut", text],
      ["cancel", reason],
      ["assign", {}],
      ["decideExtension", { grant: true, ...reason }],
      ["logCall", { to: "unit/desk", ...text }],
    ] as const)
      expect(["notAllowed", "notYours"], action).toContain(await act("p-unit-desk", action, more));
  });

  it("is helped by a supporting unit, which reports its own part once", async () => {
    expect(await act("p-helper-desk", "reportSupport", text)).toBe("notYours");
    expect(await act("p-lead-desk", "reportSupport", text)).toBe(200);
    expect(await act("p-lead-desk", "reportSupport", text)).toBe("illegalStep");
  });
});

describe("an extension", () => {
  it("is applied for, supported, proposed, decided: each by whose it is, and by nobody twice", async () => {
    expect(await act("p-unit-desk", "requestExtension", { to: "2021-06-01", ...reason })).toBe("badDate");
    expect(await act("p-town1-desk", "requestExtension", { to: "2021-07-31", ...reason })).toBe("notYours");
    expect(await act("p-leader-2", "giveOpinion", { supports: true, ...text })).toBe("nothingPending");
    expect(await act("p-unit-desk", "requestExtension", { to: "2021-07-31", ...reason })).toBe(200);
    expect(await act("p-unit-desk", "requestExtension", { to: "2021-08-31", ...reason })).toBe("illegalStep");
    expect(await turnsOn("p-leader-2")).toEqual(["giveOpinion"]);
    expect(await turnsOn("p-liaison")).toEqual(["giveOpinion"]);
    expect(await act("p-leader-1", "giveOpinion", { supports: true, ...text })).toBe("notYours");
    expect(await act("p-liaison", "giveOpinion", { supports: true, ...text })).toBe(200);
    expect(await act("p-group-head", "decideExtension", { grant: true, ...reason })).toBe("illegalStep");
    expect(await turnsOn("p-office-desk")).toEqual(["proposeExtension"]);
    expect(await act("p-office-desk", "proposeExtension", { grant: true, ...text })).toBe(200);
    expect(await act("p-office-head", "proposeExtension", { grant: false, ...text })).toBe("illegalStep");
    expect(await turnsOn("p-group-desk")).toEqual(["decideExtension"]);
    expect(await act("p-group-head", "decideExtension", { grant: true, ...reason })).toBe(200);
    const { body } = await acting.get("p-unit-desk", "/items/works%2Fv2");
    expect(body).toMatchObject({ deadline: "2021-07-31", originalDeadline: "2021-06-30", deadlineVersion: 2 });
  });
});

describe("a substitute", () => {
  it("is named by the post's holder, acts in the post for those days, and both names stand in the ledger", async () => {
    const days = { from: "2021-04-13", until: "2021-04-30", reason: "出差" };
    expect(
      code(await order("p-lead-desk", "delegate", { delegated: "unit/desk", substitute: "p-colleague", ...days })),
    ).toBe("notYours");
    expect(
      code(await order("p-unit-desk", "delegate", { delegated: "unit/desk", substitute: "nobody", ...days })),
    ).toBe("badValue");
    expect(
      code(await order("p-unit-desk", "delegate", { delegated: "unit/desk", substitute: "p-unit-desk", ...days })),
    ).toBe("badValue");
    expect((await acting.get("p-colleague", "/my")).status).toBe(404);
    const named = await order("p-unit-desk", "delegate", {
      delegated: "unit/desk",
      substitute: "p-colleague",
      ...days,
    });
    expect(named).toMatchObject({
      status: 200,
      body: { order: "delegate", row: { stream: "plan", type: "orderGiven" } },
    });
    expect((await my("p-colleague")).capacities).toMatchObject([
      { post: { id: "unit/desk" }, substituteFor: { id: "p-unit-desk" } },
    ]);
    expect(await act("p-colleague", "reportProgress", { percent: 30, ...text })).toBe(200);
    const { rows } = await acting.run.database.pool.query(
      "SELECT actor FROM ledger WHERE plan_id = $1 AND item_id = $2 AND type = 'progressReported' ORDER BY seq DESC LIMIT 1",
      [acting.run.planId, V2],
    );
    expect(rows[0].actor).toEqual({
      person: "p-colleague",
      post: "unit/desk",
      unit: "unit",
      substituteFor: "p-unit-desk",
      account: "account-p-colleague",
    });
    // A substitute names no substitute of their own.
    expect(
      code(await order("p-colleague", "delegate", { delegated: "unit/desk", substitute: "p-lead-desk", ...days })),
    ).toBe("notYours");
    const { body } = await acting.get("p-office-desk", "/items/works%2Fv2/ledger?limit=200");
    const said = (body.rows as { words: { zh: string; en: string } }[]).map(({ words }) => words);
    expect(said.some(({ zh }) => zh.includes("代理p-unit-desk"))).toBe(true);
    expect(said.some(({ en }) => en.includes("substitute for p-unit-desk"))).toBe(true);
  });

  it("does not check what the principal reported, nor the principal what the substitute did", async () => {
    const days = { from: "2021-04-13", until: "2021-04-30", reason: "学习" };
    await order("p-office-desk", "delegate", { delegated: "office/desk", substitute: "p-colleague", ...days });
    expect(await upload("p-colleague")).toBe(200);
    expect(await act("p-colleague", "report", { ...text, evidence: [hash], post: "unit/desk" })).toBe(200);
    expect(await act("p-colleague", "verify", { ...text, post: "office/desk" })).toBe("ownWork");
    expect(await act("p-unit-desk", "verify", { ...text })).toBe("notYours");
    // The office's desk, for whom the colleague also acts, has nothing to do with the report.
    expect(await turnsOn("p-office-desk")).toEqual(["verify"]);
  });

  it("is no more than anybody once it is ended, or over", async () => {
    const { body } = await acting.get("p-unit-desk", "/delegations");
    const [first] = body.delegations as { id: string; active: boolean; substitute: { id: string } }[];
    expect(first).toMatchObject({ active: true, substitute: { id: "p-colleague" } });
    expect(code(await order("p-lead-desk", "endDelegation", { delegation: first?.id, reason: "返岗" }))).toBe(
      "notYours",
    );
    expect(code(await order("p-unit-desk", "endDelegation", { delegation: first?.id, reason: "返岗" }))).toBe(200);
    expect(code(await order("p-unit-desk", "endDelegation", { delegation: first?.id, reason: "返岗" }))).not.toBe(200);
    expect(await act("p-colleague", "reportProgress", { percent: 30, ...text, post: "unit/desk" })).toBe("notYours");
  });
});

describe("a substitute for a county leader or the leading group", () => {
  const days = { from: "2021-04-13", until: "2021-04-30", reason: "出国（境）" };
  /** The posts in which a person acts, each with for whom. */
  const capacities = async (person: string): Promise<string[]> => {
    const { status, body } = await acting.get(person, "/my");
    const own = body.capacities as { post: { id: string }; substituteFor: { id: string } | null }[];
    return status === 200 ? own.map(({ post, substituteFor }) => `${post.id} for ${substituteFor?.id}`) : [];
  };
  const delegations = async () =>
    (await acting.get("p-office-desk", "/delegations")).body.delegations as {
      id: string;
      post: { id: string };
      active: boolean;
      awaitsConsent: boolean;
    }[];

  it.each([
    ["leader/2", "p-leader-2"],
    ["group/head", "p-group-head"],
  ])("named by the office for %s acts only once the holder has agreed", async (post, holder) => {
    const named = await order("p-office-desk", "delegate", { delegated: post, substitute: "p-town2-head", ...days });
    expect(code(named)).toBe(200);
    const asIt = `${post} for ${holder}`;
    const waiting = (await delegations()).find((one) => one.post.id === post);
    expect(waiting).toMatchObject({ active: false, awaitsConsent: true });
    expect(await capacities("p-town2-head")).not.toContain(asIt);
    const confirm = { delegation: waiting?.id };
    for (const other of ["p-office-desk", "p-office-head", "p-town2-head", "p-unit-desk"])
      expect(["notAllowed", "notYours", "nothingPending"], other).toContain(
        code(await order(other, "confirmDelegation", confirm)),
      );
    expect(code(await order(holder, "confirmDelegation", confirm))).toBe(200);
    expect((await delegations()).find((one) => one.post.id === post)).toMatchObject({
      active: true,
      awaitsConsent: false,
    });
    expect(await capacities("p-town2-head")).toContain(asIt);
    expect(code(await order(holder, "confirmDelegation", confirm))).toBe("nothingPending");
    // One at a time.
    const second = await order("p-office-desk", "delegate", { delegated: post, substitute: "p-unit-head", ...days });
    expect(code(second)).toBe("badValue");
    expect(code(await order(holder, "endDelegation", { ...confirm, reason: "返岗" }))).toBe(200);
    expect(await capacities("p-town2-head")).not.toContain(asIt);
  });

  it("named by the holder acts at once; who does not agree ends what the office named", async () => {
    const own = await order("p-leader-2", "delegate", { delegated: "leader/2", substitute: "p-town2-head", ...days });
    expect(code(own)).toBe(200);
    expect((await delegations()).at(-1)).toMatchObject({ active: true, awaitsConsent: false });
    const end = { delegation: own.body.id, reason: "返岗" };
    expect(code(await order("p-leader-2", "endDelegation", end))).toBe(200);
    const named = await order("p-office-desk", "delegate", {
      delegated: "leader/2",
      substitute: "p-town2-head",
      ...days,
    });
    const refused = { delegation: named.body.id, reason: "不同意" };
    expect(code(await order("p-leader-2", "endDelegation", refused))).toBe(200);
    // What has ended is no substitution of theirs any more.
    expect(code(await order("p-leader-2", "confirmDelegation", { delegation: named.body.id }))).toBe("notYours");
  });

  it("is not the one who names them", async () => {
    const self = await order("p-office-desk", "delegate", {
      delegated: "unit/head",
      substitute: "p-office-desk",
      ...days,
    });
    expect(code(self)).toBe("badValue");
  });
});

describe("the check", () => {
  it("returns with a reason, verifies and closes; never who reported, and nobody out of turn", async () => {
    expect(await act("p-lead-desk", "verify", text)).toBe("notYours");
    expect(await act("p-office-desk", "closeOut", text)).toBe("illegalStep");
    expect(await act("p-office-desk", "returnForRework", { reason: " " })).toBe("invalidBody");
    expect(await act("p-office-desk", "returnForRework", reason)).toBe(200);
    expect(await turnsOn("p-unit-desk")).toEqual(["work"]);
    expect(await act("p-unit-desk", "report", { ...text, evidence: [hash] })).toBe(200);
    expect(await act("p-office-desk", "verify", text)).toBe(200);
    expect(await act("p-office-head", "closeOut", text)).toBe(200);
    expect(await act("p-office-head", "closeOut", text)).toBe("illegalStep");
    expect(await may("p-office-head")).toEqual(["reopen"]);
  });
});

describe("what a township owes", () => {
  it("is checked first by the lead unit, then closed by the office", async () => {
    const item = "ledger/town1";
    expect(await act("p-unit-desk", "signFor", {}, item)).toBe("unknownItem");
    expect(await act("p-town1-desk", "signFor", {}, item)).toBe(200);
    expect(await upload("p-town1-desk", item)).toBe(200);
    expect(await act("p-town1-head", "report", { ...text, evidence: [hash] }, item)).toBe(200);
    expect(await act("p-office-desk", "verify", text, item)).toBe("notYours");
    expect(await turnsOn("p-lead-desk", item)).toEqual(["verify"]);
    expect(await act("p-lead-desk", "verify", text, item)).toBe(200);
    expect(await act("p-lead-desk", "closeOut", text, item)).toBe("notAllowed");
    expect(await act("p-office-desk", "closeOut", text, item)).toBe(200);
  });
});

describe("an item that is late", () => {
  const V4 = "works/v4"; // village 4: county leader 2
  it("has its drafts signed or held as letters, in a batch, each with its own outcome", async () => {
    await acting.goTo("2021-07-05", "10:00");
    await acting.run.gateway.closeLetters(acting.run.planId, Number.MAX_SAFE_INTEGER).catch(() => 0);
    const { body } = await acting.get("p-office-desk", "/letters?state=draft&limit=50");
    const drafts = (body.rows as { id: string; on: string }[]).filter(({ on }) => on === "2021-07-05");
    expect(drafts.length).toBeGreaterThan(0);
    const send = async (person: string, what: string, more: Record<string, unknown>, key = randomUUID()) => {
      const response = await acting.request(person, `/letters/${what}`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(more),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const letters = drafts.map(({ id }) => id);
    const waiting = (await acting.get("p-office-desk", "/letters?waiting=true")).body.rows as { id: string }[];
    expect(waiting.map(({ id }) => id).sort()).toEqual([...letters].sort());
    expect((await send("p-unit-desk", "sign", { letters })).status).toBe(403);
    const key = randomUUID();
    const signed = await send("p-office-head", "sign", { letters: [...letters, "none"] }, key);
    expect(signed.status).toBe(207);
    // The day's letters are not closed yet: what waits is told by the items.
    expect((await acting.get("p-office-desk", "/letters?waiting=true")).body).toMatchObject({ total: 0, rows: [] });
    expect(signed.body).toMatchObject({ accepted: letters.length, refused: 1 });
    expect(await send("p-office-head", "sign", { letters: [...letters, "none"] }, key)).toEqual(signed);
    const again = await send("p-office-head", "hold", { letters, reason: "待核实" });
    expect(again).toMatchObject({ status: 409, body: { code: "allRefused" } });
    expect((await send("p-office-head", "hold", { letters: ["none"], reason: "待核实" })).status).toBe(404);
  });

  it("is escalated, acknowledged by the liaison, instructed on by the leader, answered by the unit, and judged", async () => {
    expect(await act("p-leader-2", "acknowledge", text, V4)).toBe("nothingPending");
    await acting.goTo("2021-07-09", "10:00");
    expect(await turnsOn("p-leader-2", V4)).toEqual(["acknowledge"]);
    expect(await act("p-leader-1", "acknowledge", text, V4)).toBe("notYours");
    expect(await act("p-liaison", "acknowledge", text, V4)).toBe(200);
    expect(await turnsOn("p-leader-2", V4)).toEqual([]);
    expect(await act("p-unit-desk", "instruct", { unit: "unit", ...text, replyBy: "2021-07-16" }, V4)).toBe(
      "notAllowed",
    );
    expect(await act("p-leader-2", "instruct", { unit: "unit", ...text, replyBy: "2021-07-09" }, V4)).toBe("badDate");
    expect(await act("p-leader-2", "instruct", { unit: "unit", ...text, replyBy: "2021-07-16" }, V4)).toBe(200);
    const asked = (await my("p-unit-desk")).items.find(({ item }) => item.id === V4)?.asked;
    const instruction = asked?.find(({ turn }) => turn === "replyToInstruction")?.ref;
    expect(instruction).toBeTruthy();
    expect(await act("p-lead-desk", "replyToInstruction", { instruction, ...text }, V4)).toBe("notYours");
    expect(await act("p-unit-desk", "replyToInstruction", { instruction: "none", ...text }, V4)).toBe("nothingPending");
    expect(await act("p-unit-desk", "replyToInstruction", { instruction, ...text }, V4)).toBe(200);
    // The office checks a reply before it goes to the leader.
    expect(await turnsOn("p-leader-2", V4)).toEqual([]);
    expect(await act("p-unit-desk", "forwardReply", { instruction, ...text }, V4)).toBe("notAllowed");
    expect(await act("p-office-desk", "forwardReply", { instruction, ...text }, V4)).toBe(200);
    expect(await turnsOn("p-leader-2", V4)).toEqual(["acceptReply"]);
    expect(await act("p-unit-desk", "acceptReply", { instruction }, V4)).toBe("notAllowed");
    expect(await act("p-leader-2", "returnReply", { instruction, ...reason, replyBy: "2021-07-20" }, V4)).toBe(200);
    expect(await act("p-unit-desk", "replyToInstruction", { instruction, ...text }, V4)).toBe(200);
    expect(await act("p-office-desk", "forwardReply", { instruction, ...text }, V4)).toBe(200);
    expect(await act("p-liaison", "acceptReply", { instruction }, V4)).toBe(200);
  });

  it("has a written 批示 entered by the office, with its scan, for who holds the post", async () => {
    const written = { ...text, onBehalfOf: "leader/2", unit: "unit", replyBy: "2021-07-16" };
    expect(await act("p-office-desk", "instruct", written, V4)).toBe("badValue");
    expect(await act("p-office-desk", "instruct", { ...written, scan: hash }, V4)).toBe("evidenceMissing");
    expect(await upload("p-office-desk", V4)).toBe(200);
    expect(await act("p-office-desk", "instruct", { ...written, scan: hash, onBehalfOf: "leader/1" }, V4)).toBe(
      "notYours",
    );
    expect(await act("p-office-desk", "instruct", { ...written, scan: hash }, V4)).toBe(200);
    expect(await act("p-office-desk", "instruct", { ...text, unit: "unit", replyBy: "2021-07-16" }, V4)).toBe(
      "notYours",
    );
    const { rows } = await acting.run.database.pool.query(
      "SELECT actor, payload ->> 'scan' AS scan FROM ledger WHERE plan_id = $1 AND type = 'instructed' ORDER BY stream, seq DESC LIMIT 1",
      [acting.run.planId],
    );
    expect(rows[0]).toMatchObject({
      scan: hash,
      actor: { person: "p-office-desk", onBehalfOf: { person: "p-leader-2", post: "leader/2" } },
    });
  });

  it("is telephoned about, and its cause looked into, by the office", async () => {
    expect(await act("p-office-desk", "logCall", { to: "unit/desk", ...text }, V4)).toBe(200);
    expect(await act("p-office-desk", "openCauseReview", reason, V4)).toBe(200);
    expect(await act("p-office-desk", "openCauseReview", reason, V4)).toBe("illegalStep");
    expect(await act("p-office-desk", "closeCauseReview", reason, V4)).toBe(200);
    expect(await act("p-helper-head", "annotate", text, V4)).toBe(200);
    expect(await act("p-town1-desk", "annotate", text, V4)).toBe("unknownItem");
    expect(await act("auditor", "annotate", text, V4)).toBe("notAllowed");
  });
});

describe("the office", () => {
  it("suspends and resumes, one item or an area; reassigns and cancels", async () => {
    const V3 = "works/v3";
    const suspend = { ...reason, approver: "office/head", until: "2021-09-30" };
    expect(await act("p-office-desk", "suspend", { ...suspend, until: "2021-07-01" }, V3)).toBe("badDate");
    expect(await act("p-office-desk", "suspend", suspend, V3)).toBe(200);
    expect(await act("p-office-desk", "suspend", suspend, V3)).toBe("suspended");
    expect(await act("p-office-desk", "resume", reason, V3)).toBe(200);
    const area = { townships: ["town2"], villages: [], until: "2021-09-30", reason: "汛期", approver: "office/head" };
    expect(code(await order("p-unit-desk", "suspendArea", area))).toBe("notAllowed");
    expect(code(await order("p-office-desk", "suspendArea", { ...area, townships: ["nowhere"] }))).toBe("badValue");
    const given = await order("p-office-desk", "suspendArea", area);
    expect(given).toMatchObject({
      status: 200,
      body: { order: "suspendArea", streams: expect.arrayContaining(["task/2"]) },
    });
    expect(await act("p-unit-desk", "signFor", {}, V3)).toBe(200); // a receipt may be given meanwhile
    expect(await act("p-unit-desk", "reportProgress", { percent: 5, ...text }, V3)).toBe("suspended");
    expect(
      code(await order("p-office-desk", "resumeArea", { townships: ["town2"], villages: [], reason: "汛期结束" })),
    ).toBe(200);
    expect(await act("p-office-desk", "reassign", { primaryUnit: "lead", ...reason }, V3)).toBe(200);
    expect(await act("p-unit-desk", "signFor", {}, V3)).toBe("notYours");
    expect(await act("p-office-desk", "cancel", reason, V3)).toBe(200);
    expect(await act("p-office-desk", "cancel", reason, V3)).toBe("illegalStep");
  });

  it("hands a post over with what its unit has in hand, to be signed for anew", async () => {
    const before = (await my("p-unit-desk")).items.length;
    expect(before).toBeGreaterThan(0);
    expect(code(await order("p-office-desk", "handOverPost", { handedOver: "unit/desk", reason: "人事调整" }))).toBe(
      200,
    );
    await acting.goTo("2021-07-09", "11:00");
    const turns = (await my("p-unit-desk")).items.flatMap(({ asked }) => asked.map(({ turn }) => turn));
    expect(turns).toContain("signFor");
    expect(turns).not.toContain("work");
  });
});

describe("a visit", () => {
  it("is logged by those who are paired with the village, and stands in the plan's ledger", async () => {
    const visit = { village: "v2", on: "2021-07-08", what: "visit", text: "入户走访", items: [V2] };
    expect(code(await order("p-leader-2", "logVisit", visit))).toBe(200);
    expect(code(await order("p-helper-head", "logVisit", { ...visit, what: "problemSolved" }))).toBe(200);
    // Who has nothing to do with the village reads nothing of it.
    expect((await acting.get("p-unit-desk", "/visits?village=v2")).body.rows).toEqual([]);
    expect((await acting.get("p-office-desk", "/visits?village=v2")).body.rows).toMatchObject([
      { what: "problemSolved", by: { person: { id: "p-helper-head" } } },
      { what: "visit", on: "2021-07-08", village: { id: "v2" }, by: { person: { id: "p-leader-2" } } },
    ]);
    expect(code(await order("p-leader-1", "logVisit", visit))).toBe("notYours");
    expect(code(await order("p-leader-2", "logVisit", { ...visit, on: "2021-07-10" }))).toBe("badDate");
  });
});

describe("what can be done in several posts", () => {
  it("says which, the one it is done in unless told first, and is done in the one that is named", async () => {
    const item = "works/v1";
    const { actions } = (await acting.get("p-leader-1", `/items/${encodeURIComponent(item)}/actions`)).body as {
      actions: { action: string; as: { post: { id: string } } | null; capacities: { post: { id: string } }[] }[];
    };
    const note = actions.find(({ action }) => action === "annotate");
    expect(note?.capacities.map(({ post }) => post.id)).toEqual(["lead/head", "leader/1"]);
    expect(note?.as?.post.id).toBe("lead/head");
    expect(actions.find(({ action }) => action === "cancel")).toMatchObject({ as: null, capacities: [] });
    expect(await act("p-leader-1", "annotate", { post: "leader/1", ...text }, item)).toBe(200);
    const rows = (await acting.get("p-office-desk", `/items/${encodeURIComponent(item)}/ledger`)).body.rows as {
      type: string;
      actor: { post: { id: string } } | null;
    }[];
    expect(rows.findLast(({ type }) => type === "annotated")?.actor?.post.id).toBe("leader/1");
  });
});

describe("calls", () => {
  it("are listed to those who see everything, the newest first, page by page", async () => {
    const call = (item: string, said: string) => act("p-office-desk", "logCall", { to: "unit/head", text: said }, item);
    // At one instant of the rehearsal's clock.
    expect([await call("works/v1", "第一次"), await call("works/v1", "第二次")]).toEqual([200, 200]);
    const first = (await acting.get("p-office-desk", "/calls?limit=1")).body as { rows: unknown[]; next: string };
    expect(first.rows).toMatchObject([
      { item: { id: "works/v1" }, to: { id: "unit/head" }, text: "第二次", by: { person: { id: "p-office-desk" } } },
    ]);
    const second = (await acting.get("p-group-head", `/calls?limit=1&cursor=${first.next}`)).body;
    expect(second.rows).toMatchObject([{ item: { id: "works/v1" }, text: "第一次" }]);
    expect((await acting.get("p-unit-desk", "/calls")).status).toBe(403);
  });
});
