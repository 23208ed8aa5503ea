/** What the office brings in is previewed by the rules that record it; a rescue file is read with distrust; a 组长 hands a visit over. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contentOf, previewFiling } from "../../../domain/inspections/decide-filing.js";
import { readRescueFile, type RescueFile } from "../../../domain/inspections/rescue-file.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { seedBundle } from "../../plans/seed.js";
import { announcedRounds, clockAt, PlayedRound } from "./played.js";

let bundle: PlanBundle;
let round: PlayedRound;
let visit: string;
let now: number;
beforeAll(async () => {
  bundle = await seedBundle();
});
beforeEach(() => {
  const [first] = announcedRounds(bundle, "2021-06-30");
  if (!first) throw new Error("no round");
  round = new PlayedRound(bundle, first.payload.round).approve();
  visit = round.visits.find(({ plan }) => plan.mode === "visit")?.plan.id ?? "";
  now = round.at("2021-06-10");
});

const fileFor = (answers: readonly FiledLine[], no = 0) => {
  const { person, post, unit } = round.inspector(visit, no);
  return { kind: "fileLines", visit, answers, clock: clockAt(now), enteredFor: { person, post, unit } } as const;
};
const preview = (answers: readonly FiledLine[]) =>
  previewFiling(round.state, fileFor(answers), {
    now,
    ruleSet: round.ruleSet,
    facts: { delegations: [], stored: {} },
    actor: round.office(),
  });

describe("a preview", () => {
  it("says of each line what recording it makes of it, and records nothing", () => {
    const [one = "", two = "", three = ""] = round.visit(visit).plan.lines;
    const first = round.answer(one, "pass");
    const second = round.answer(two, "pass");
    round.act(now, round.office(), fileFor([first, second]));
    const rows = round.rows.length;
    const given = [
      first,
      { ...second, grade: "mostly" } as const,
      round.answer(three, "pass"),
      round.answer("no-such-line", "pass"),
      { ...round.answer(three, "fail"), cause: "no-such-cause" },
    ];
    const seen = preview(given);
    expect(seen.map(({ outcome }) => outcome)).toEqual(["same", "beside", "new", "refused", "refused"]);
    expect(round.rows.length).toBe(rows);
    // Each line by itself comes to what was said of it.
    for (const [no, { outcome }] of seen.entries()) {
      const before = round.visit(visit).filed.length;
      const refused = round.refused(now, round.office(), fileFor(given.slice(no, no + 1)));
      expect(refused === null, `${no}`).toBe(outcome !== "refused");
      expect(round.visit(visit).filed.length - before, `${no}`).toBe(outcome === "new" || outcome === "beside" ? 1 : 0);
    }
  });

  it("refuses everything of a visit that is locked, and of somebody who never had it", () => {
    const [line = ""] = round.visit(visit).plan.lines;
    const stranger = { person: "p-nobody", post: "x", unit: "x" };
    const act = { ...fileFor([round.answer(line, "pass")]), enteredFor: stranger };
    const at = { now, ruleSet: round.ruleSet, facts: { delegations: [], stored: {} }, actor: round.office() };
    expect(previewFiling(round.state, act, at)).toMatchObject([{ outcome: "refused", refusal: { code: "notYours" } }]);
    const answers = round.visit(visit).plan.lines.map((one) => round.answer(one, "pass"));
    for (const no of [0, 1]) round.act(now, round.inspector(visit, no), { ...fileFor(answers, no), kind: "fileLines" });
    for (const no of [0, 1])
      round.act(now, round.inspector(visit, no), { kind: "fileLines", visit, answers, clock: clockAt(now) });
    expect(round.refused(now, round.inspector(visit), { kind: "submitCheck", visit })).toBeNull();
    expect(preview([round.answer(line, "mostly")])).toMatchObject([
      { outcome: "refused", refusal: { code: "locked" } },
    ]);
  });
});

describe("a rescue file", () => {
  const answer: FiledLine = { line: "a", revision: 1, grade: "pass", text: "", photos: [], answeredAt: 1 };
  const file: RescueFile = {
    format: "duban-filing-rescue",
    version: 1,
    account: "li",
    device: "手机",
    deviceNow: 1,
    clockOffset: null,
    visits: [
      {
        plan: "p",
        round: "2021H1",
        visit: "village-v1",
        checklist: 1,
        person: { id: "li", name: "李" },
        answers: [{ key: "a@1", content: contentOf(answer), answer }],
        drafts: [],
        spoken: [],
        photos: [],
      },
    ],
  };
  const [visitOf] = file.visits;

  it("is read as it was written", () => {
    expect(readRescueFile(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  it("is refused where it is not ours, newer, or altered", () => {
    for (const other of [null, undefined, [], "x", {}, { ...file, format: "zip" }, { ...file, visits: [{}] }])
      expect(readRescueFile(other)).toEqual({ fault: "notOurs" });
    expect(readRescueFile({ ...file, version: 2 })).toEqual({ fault: "newer" });
    const altered = { key: "a@1", content: contentOf(answer), answer: { ...answer, grade: "fail" } };
    expect(readRescueFile({ ...file, visits: [{ ...visitOf, answers: [altered] }] })).toEqual({
      fault: "altered",
      key: "a@1",
    });
  });
});

describe("a hand-over", () => {
  const others = () => round.state.groups.filter(({ visits }) => !visits.includes(visit));
  const give = (to: string, reason = "人员冲突") => ({ kind: "handOver", visit, to, reason }) as const;
  /** A group that may inspect there. */
  const taker = () => {
    for (const { id } of others()) {
      const probe = new PlayedRound(bundle, round.info).approve();
      if (probe.refused(now, probe.office(), give(id)) === null) return id;
    }
    throw new Error("no group may take it");
  };

  it("is the 组长's and the office's: the visit is the other group's, and what was taken along is marked", () => {
    const to = taker();
    const [leader, member] = [round.inspector(visit), round.inspector(visit, 1)];
    const [line = ""] = round.visit(visit).plan.lines;
    round.act(now, leader, { kind: "takeAlong", visit, device: "手机" });
    expect(round.refused(now, member, give(to))).toBe("notYours");
    expect(round.refused(now, leader, give(to, " "))).toBe("badValue");
    expect(round.refused(now, leader, give("no-such-group"))).toBe("badValue");
    expect(round.refused(now, leader, give(to))).toBeNull();
    expect(round.state.groups.filter(({ visits }) => visits.includes(visit)).map(({ id }) => id)).toEqual([to]);
    expect(round.refused(now, leader, give(to))).toBe("notYours");
    round.act(now, leader, { kind: "fileLines", visit, answers: [round.answer(line, "pass")], clock: clockAt(now) });
    expect(round.visit(visit).filed.at(-1)).toMatchObject({ person: leader.person, reassigned: true });
  });

  it("goes to no group that may not inspect there, and not once it is submitted", () => {
    const refusals = others().map(({ id }) => {
      const probe = new PlayedRound(bundle, round.info).approve();
      const place = probe.visit(visit).plan.place.township ?? "";
      const belongs = probe.state.groups.find((one) => one.id === id)?.members.some(({ unit }) => unit === place);
      return { belongs: belongs === true, refused: probe.refused(now, probe.inspector(visit), give(id)) };
    });
    for (const { belongs, refused } of refusals) if (belongs) expect(refused).toBe("badValue");
    const to = taker();
    const answers = round.visit(visit).plan.lines.map((one) => round.answer(one, "pass"));
    for (const no of [0, 1])
      round.act(now, round.inspector(visit, no), { kind: "fileLines", visit, answers, clock: clockAt(now) });
    expect(round.refused(now, round.inspector(visit), { kind: "submitCheck", visit })).toBeNull();
    expect(round.refused(now, round.inspector(visit), give(to))).toBe("locked");
  });
});

it("keeps what the inspected say to a conclusion, by whom and noted by whom", () => {
  const answers = round.visit(visit).plan.lines.map((one) => round.answer(one, "pass"));
  const leader = round.inspector(visit);
  for (const no of [0, 1])
    round.act(now, round.inspector(visit, no), { kind: "fileLines", visit, answers, clock: clockAt(now) });
  round.act(
    now,
    leader,
    { kind: "submitCheck", visit },
    { kind: "serveConclusion", visit, to: "张三", capacity: "村党支部书记" },
    { kind: "remarkConclusion", visit, by: "张三", text: "无异议" },
    { kind: "remarkConclusion", visit, by: "张三", text: "路灯下月装" },
  );
  const { conclusion, remarks } = round.visit(visit);
  expect(conclusion).toMatchObject({ to: "张三", capacity: "村党支部书记", by: leader.person });
  expect(remarks).toMatchObject([
    { by: "张三", text: "无异议", on: "2021-06-10", notedBy: leader.person },
    { by: "张三", text: "路灯下月装", on: "2021-06-10", notedBy: leader.person },
  ]);
  expect(new Set(remarks.map(({ row }) => row)).size).toBe(2);
});
