/** What falls due on a round by itself, and the office's acts on its days: nothing of it is ever silently late. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NoticeDraft } from "../../../domain/ledger/record.js";
import { holderOf } from "../../../domain/people/recipients.js";
import { describeRound } from "../../../domain/inspections/describe.js";
import { nextRoundDue } from "../../../domain/inspections/chase.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { dateAt } from "../../../domain/plan/plan-date.js";
import { seedBundle } from "../../plans/seed.js";
import { announcedRounds, PlayedRound } from "./played.js";

let bundle: PlanBundle;
let round: PlayedRound;
beforeAll(async () => {
  bundle = await seedBundle();
});
beforeEach(() => {
  const [first] = announcedRounds(bundle, "2021-06-30");
  if (!first) throw new Error("no round");
  round = new PlayedRound(bundle, first.payload.round);
});

/** What was chased up to a day, step by step as it fell due. */
function chased(until: string): string[] {
  const from = round.rows.length;
  const end = round.at(until, "12:00");
  for (
    let due = nextRoundDue(round.state, round.ruleSet);
    due !== null && due <= end;
    due = nextRoundDue(round.state, round.ruleSet)
  )
    round.decide(due);
  return round.rows.slice(from).flatMap((row) => {
    const day = dateAt(row.at, 480);
    if (row.type === "inspectionChased") return [`${day} ${row.payload.what} ${row.payload.rung}`];
    return row.type === "roundClosing" || row.type === "roundClosed" ? [`${day} ${row.type}`] : [];
  });
}

describe("a round that nobody touches", () => {
  it("asks the office for its scheme, then the office's head, and never stops before its ladder has run out", () => {
    // 8 June is day 0; the 14th was a holiday.
    expect(chased("2021-08-31")).toEqual([
      "2021-06-10 approval late",
      "2021-06-15 approval tell-head",
      "2021-06-23 approval later",
      "2021-07-07 approval later",
      "2021-07-21 approval later",
      "2021-08-04 approval later",
      "2021-08-18 approval later",
    ]);
    const posts = round.rows.flatMap((row) => row.notices ?? []).map(({ to }) => JSON.stringify(to));
    expect([...new Set(posts)]).toEqual(['[{"role":"office"}]', '[{"role":"officeHead"}]']);
  });
});

describe("an approved round", () => {
  it("is closing the day after the visits' last day, closed five working days later, and its late inspectors are told, then their 组长", () => {
    round.approve();
    expect(chased("2021-07-31")).toEqual([
      "2021-06-28 checks remind",
      "2021-07-01 roundClosing",
      "2021-07-02 checks late",
      "2021-07-06 checks tell-head",
      "2021-07-08 roundClosed",
      "2021-07-12 bulletin late",
      "2021-07-14 bulletin tell-head",
      "2021-07-22 bulletin later",
    ]);
    const late = round.rows.find((row) => row.type === "inspectionChased" && row.payload.rung === "late");
    expect(late?.notices?.flatMap(({ to }) => to).every((to) => "post" in to)).toBe(true);
    expect(describeRound(round.state, round.ruleSet)).toMatch(
      /^Closed\. 0 of 80 visits submitted.*bulletin is not signed/,
    );
  });

  it("leaves inspectors alone who have submitted", () => {
    round.approve();
    const [group] = round.state.groups;
    for (const id of group?.visits ?? []) round.file(id, "2021-06-10");
    chased("2021-07-02");
    const late = round.rows.find((row) => row.type === "inspectionChased" && row.payload.rung === "late");
    const own = new Set(group?.members.map(({ post }) => post));
    expect(late?.notices?.flatMap(({ to }) => to).some(({ post = "" }) => own.has(post))).toBe(false);
  });

  it("tells each inspector their own late visits by name and day, a 组长 the group's, the office the round's", () => {
    round.approve();
    const [first, second] = round.state.groups;
    const [out = "", ...filed] = first?.visits ?? [];
    for (const id of filed) round.file(id, "2021-06-10");
    chased("2021-07-06");
    const of = (rung: string): readonly NoticeDraft[] =>
      round.rows.find((row) => row.type === "inspectionChased" && row.payload.rung === rung)?.notices ?? [];
    const saidTo = (notices: readonly NoticeDraft[], post = "", as: "to" | "copy" = "to"): string[] =>
      notices.filter((one) => one[as].some((each) => each.post === post)).map(({ facts }) => String(facts["zh"]));
    const nameOf = (visit: string): string => {
      const { kind, id } = round.visit(visit).plan.place;
      return kind === "village" ? (bundle.roster.villages.find((one) => one.id === id)?.name ?? "") : id;
    };
    const member = first?.members.find(({ person }) => person !== first.leader);
    const [own = "", ...more] = saidTo(of("remind"), member?.post);
    expect(more).toEqual([]);
    expect(own).toBe(`请于2021年6月30日前提交${nameOf(out)}的2021年上半年检查结果。`);
    // The other group's has its own.
    const theirs = saidTo(of("remind"), second?.members[0]?.post)[0] ?? "";
    expect(theirs).toContain(nameOf(second?.visits.find((id) => id.startsWith("village")) ?? ""));
    expect(theirs).not.toContain(`${nameOf(out)}、`);
    const headTold = of("tell-head");
    const leader = first?.members.find(({ person }) => person === first.leader);
    expect(saidTo(headTold, leader?.post)[0]).toContain(`${nameOf(out)}的`);
    expect(saidTo(headTold, member?.post)).toEqual([]);
    const office = headTold.filter(({ copy }) => copy.some(({ role }) => role === "officeHead"));
    const late = round.visits.filter(({ submitted }) => !submitted).length;
    expect(office.map(({ facts }) => facts["zh"])).toEqual([expect.stringContaining(`尚有${late}处逾期未提交`)]);
  });

  it("is moved with a reason: its rungs and its closing move with it", () => {
    round.approve();
    const move = { kind: "moveRound", visitsFrom: "2021-07-05", visitsUntil: "2021-07-16", reason: "防汛" } as const;
    expect(round.refused(round.at("2021-06-09"), round.office(), { ...move, reason: " " })).toBe("badValue");
    expect(round.refused(round.at("2021-06-09"), round.office(), { ...move, visitsUntil: "2021-07-01" })).toBe(
      "badDate",
    );
    expect(round.refused(round.at("2021-06-09"), round.inspector("village-v001"), move)).toBe("notYours");
    expect(round.refused(round.at("2021-06-09"), round.office(), move)).toBeNull();
    expect(chased("2021-07-24")).toEqual([
      "2021-07-14 checks remind",
      "2021-07-19 roundClosing",
      "2021-07-20 checks late",
      "2021-07-22 checks tell-head",
    ]);
  });

  it("is skipped with a reason only while nobody has begun, and is then silent", () => {
    const begun = new PlayedRound(bundle, round.info).approve();
    begun.file("village-v001", "2021-06-10");
    const skip = { kind: "skipRound", reason: "疫情防控" } as const;
    expect(begun.refused(begun.at("2021-06-11"), begun.office(), skip)).toBe("illegalStep");
    round.approve();
    expect(round.refused(round.at("2021-06-11"), round.office(), skip)).toBeNull();
    expect([round.state.status, nextRoundDue(round.state, round.ruleSet)]).toEqual(["skipped", null]);
    expect(
      round.refused(round.at("2021-06-12"), round.inspector("village-v001"), {
        kind: "takeAlong",
        visit: "village-v001",
        device: "d",
      }),
    ).toBe("closing");
  });
});

describe("the right of reply", () => {
  const visit = "village-v001";
  const objecting = (): { person: string; post: string; unit: string } => {
    const { township } = round.visit(visit).plan.place;
    return { person: "p-town", post: `${township}-desk`, unit: township ?? "" };
  };

  it("has a window, is the inspected's, and is decided with a reason by others than the group", () => {
    round.approve();
    const [line = ""] = round.visit(visit).plan.lines;
    round.file(visit, "2021-06-10", [line]);
    const object = { kind: "fileObjection", visit, lines: [line], text: "当日已整改" } as const;
    const day = (on: string) => round.at(on, "15:00");
    expect(round.refused(day("2021-06-10"), objecting(), object)).toBe("illegalStep");
    const serve = { kind: "serveConclusion", visit, to: "村党支部书记", capacity: "村党支部书记" } as const;
    expect(round.refused(day("2021-06-10"), objecting(), serve)).toBe("notYours");
    expect(round.refused(day("2021-06-10"), round.inspector(visit), serve)).toBeNull();
    expect(
      round.refused(day("2021-06-10"), objecting(), {
        kind: "remarkConclusion",
        visit,
        by: "村党支部书记",
        text: "请再核",
      }),
    ).toBeNull();
    // Ten working days after 10 June 2021.
    expect(round.visit(visit).conclusion?.objectUntil).toBe("2021-06-25");
    expect(round.refused(day("2021-06-26"), objecting(), object)).toBe("badDate");
    expect(round.refused(day("2021-06-24"), { ...objecting(), unit: "qita" }, object)).toBe("notYours");
    expect(round.refused(day("2021-06-24"), objecting(), object)).toBeNull();
    const decide = {
      kind: "decideObjection",
      visit,
      no: 1,
      granted: true,
      reason: "经复核属实",
      grades: { [line]: "pass" },
    } as const;
    const { office, supervisionOffice } = round.ruleSet.bodies;
    const member = { ...round.inspector(visit), unit: office };
    expect(round.refused(day("2021-06-25"), member, decide)).toBe("ownWork");
    expect(round.refused(day("2021-06-25"), objecting(), decide)).toBe("notYours");
    const other = { person: "p-other", post: `${supervisionOffice}-desk`, unit: supervisionOffice };
    expect(round.refused(day("2021-06-25"), other, { ...decide, reason: "" })).toBe("badValue");
    expect(round.refused(day("2021-06-25"), other, { ...decide, grades: {} })).toBe("badValue");
    expect(round.refused(day("2021-06-25"), other, decide)).toBeNull();
    expect(round.refused(day("2021-06-25"), other, decide)).toBe("nothingPending");
    const decided = round.rows.find(({ type }) => type === "objectionDecided");
    expect(decided?.payload).toMatchObject({
      granted: true,
      withdrawn: [{ item: expect.stringContaining(`zg-${line}-`) }],
    });
    expect(round.visit(visit).regraded).toEqual({ [line]: "pass" });
  });

  it("is chased until somebody decides: of the office and the supervision office nobody who has a part in it", () => {
    round.approve();
    const [line = ""] = round.visit(visit).plan.lines;
    // The office's and the supervision office's desks are of the group: their heads are left.
    const { office, supervisionOffice } = round.ruleSet.bodies;
    const { roster } = bundle;
    const unit = (id: string) => roster.units.find((one) => one.id === id);
    const holder = (post = "") => holderOf(roster, post, "2021-07-01").person ?? "";
    const members = [office, supervisionOffice].map((id) => ({
      person: holder(unit(id)?.desk),
      post: unit(id)?.desk ?? "",
      unit: id,
    }));
    const rest = round.state.groups.map((group) => ({ ...group, visits: group.visits.filter((id) => id !== visit) }));
    const own = { id: "own", leader: members[0]?.person ?? "", members, visits: [visit] };
    expect(
      round.refused(round.at("2021-06-09"), round.office(), {
        kind: "setGroups",
        groups: [...rest, own],
        reason: "调整",
      }),
    ).toBeNull();
    round.file(visit, "2021-06-10", [line]);
    const day = (on: string) => round.at(on, "15:00");
    round.act(day("2021-06-10"), round.inspector(visit), {
      kind: "serveConclusion",
      visit,
      to: "村党支部书记",
      capacity: "村党支部书记",
    });
    const object = { kind: "fileObjection", visit, lines: [line], text: "当日已整改" } as const;
    expect(round.refused(day("2021-06-11"), objecting(), object)).toBeNull();
    // Ten working days after 11 June 2021.
    expect(round.visit(visit).objections[0]?.decideBy).toBe("2021-06-28");
    const steps = chased("2021-09-10").filter((step) => step.includes("objections"));
    expect(steps).toEqual([
      "2021-06-24 objections remind",
      "2021-06-30 objections late",
      "2021-07-02 objections tell-head",
      "2021-07-12 objections later",
      "2021-07-26 objections later",
      "2021-08-09 objections later",
      "2021-08-23 objections later",
      "2021-09-06 objections later",
    ]);
    const told = round.rows.flatMap((row) =>
      row.type === "inspectionChased" && row.payload.what === "objections" ? (row.notices ?? []) : [],
    );
    const people = told.flatMap(({ to, copy }) => [...to, ...copy]).map(({ post }) => holder(post));
    const heads = [office, supervisionOffice].map((id) => holder(unit(id)?.head));
    expect(new Set(people)).toEqual(new Set(heads));
    expect(told.every(({ notTo }) => members.every(({ person }) => notTo?.includes(person)))).toBe(true);
    expect(told[1]?.facts["zh"]).toMatch(/^请尽快裁定.*2021年6月11日对.*检查结论提出的异议，裁定时限为2021年6月28日/);
    const other = { person: "p-other", post: `${supervisionOffice}-desk`, unit: supervisionOffice };
    const decide = { kind: "decideObjection", visit, no: 1, granted: false, reason: "经复核属实", grades: {} } as const;
    expect(round.refused(day("2021-09-10"), other, decide)).toBeNull();
    expect(chased("2021-12-31").filter((step) => step.includes("objections"))).toEqual([]);
  });
});
