/** Filing a visit: taken along, lines in any order, two inspectors, somebody's own unit, late arrivals, the submission. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { progressOf, visitLine } from "../../../domain/inspections/filed.js";
import { offeredOf } from "../../../domain/inspections/receipt.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { messagesOf } from "../../../domain/streams/messages.js";
import { seedBundle } from "../../plans/seed.js";
import { announcedRounds, clockAt, PlayedRound, rulesOf } from "./played.js";

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

const linesOf = (): readonly string[] => round.visit(visit).plan.lines;
/** A line that both inspectors may judge. */
const shared = (): string => {
  for (const line of linesOf()) {
    const probe = new PlayedRound(bundle, round.info).approve();
    for (const no of [0, 1]) probe.act(now, probe.inspector(visit, no), file([probe.answer(line, "pass")]));
    if (probe.visit(visit).filed.filter(({ quarantined }) => !quarantined).length === 2) return line;
  }
  throw new Error("no line is both inspectors'");
};
const file = (answers: readonly FiledLine[], more: object = {}) =>
  ({ kind: "fileLines", visit, answers, clock: clockAt(now), ...more }) as const;
const filed = (actor: Actor, ...answers: readonly FiledLine[]) => round.refused(now, actor, file(answers));

describe("taking along", () => {
  it("is for the visit's group, while the round is open", () => {
    const take = { kind: "takeAlong", visit, device: "phone" } as const;
    expect(round.refused(now, round.office(), take)).toBe("notYours");
    expect(round.refused(now, round.inspector(visit), take)).toBeNull();
    expect(round.visit(visit).taken).toMatchObject([{ device: "phone", checklist: 1 }]);
    // The day after the last day of the visits it closes by itself.
    expect(round.refused(round.at("2021-07-02"), round.inspector(visit), take)).toBe("closing");
    expect(round.state.status).toBe("closing");
  });

  it("is refused before the scheme is approved", () => {
    const draft = new PlayedRound(bundle, round.info);
    expect(draft.refused(now, draft.inspector(visit), { kind: "takeAlong", visit, device: "phone" })).toBe("closing");
  });
});

describe("lines", () => {
  it("filed again are the same row; another content under a key is kept beside it and stands for nothing", () => {
    const line = shared();
    const one = round.answer(line, "pass");
    const by = round.inspector(visit);
    expect(filed(by, one)).toBeNull();
    const rows = round.rows.length;
    expect([filed(by, one), round.rows.length]).toEqual([null, rows]);
    expect(filed(by, { ...one, grade: "mostly" })).toBeNull();
    expect(round.rows.length).toBe(rows + 1);
    expect(round.visit(visit).filed.map(({ conflicting }) => conflicting)).toEqual([false, true]);
    expect(visitLine(round.visit(visit), line)).toMatchObject({
      standing: { answer: { grade: "pass" } },
      disputed: false,
    });
  });

  it("by a newer revision replace what the same person filed, in whatever order they arrive", () => {
    const line = shared();
    const by = round.inspector(visit);
    filed(by, round.answer(line, "fail", { revision: 2 }));
    filed(by, round.answer(line, "pass"));
    expect(visitLine(round.visit(visit), line).standing?.answer.grade).toBe("fail");
  });

  it("of two inspectors merge where they agree; else both stand until the 组长 decides with a reason", () => {
    const line = shared();
    const [leader, other] = [round.inspector(visit), round.inspector(visit, 1)];
    filed(leader, round.answer(line, "pass"));
    filed(other, round.answer(line, "pass", { text: "又看过" }));
    expect(visitLine(round.visit(visit), line)).toMatchObject({ disputed: false, standing: { person: leader.person } });
    filed(other, round.answer(line, "fail", { revision: 2 }));
    expect(visitLine(round.visit(visit), line)).toMatchObject({ disputed: true, standing: null });
    const row = round.visit(visit).filed.at(-1)?.row ?? 0;
    const decide = { kind: "decideLine", visit, line, row, reason: "现场复核" } as const;
    expect(round.refused(now, other, decide)).toBe("notYours");
    expect(round.refused(now, leader, { ...decide, reason: " " })).toBe("badValue");
    expect(round.refused(now, leader, decide)).toBeNull();
    expect(visitLine(round.visit(visit), line)).toMatchObject({
      disputed: false,
      standing: { answer: { grade: "fail" } },
    });
    // Nothing was overwritten.
    expect(round.visit(visit).filed).toHaveLength(3);
    // What comes after the decision is decided anew.
    filed(leader, round.answer(line, "mostly", { revision: 2 }));
    expect(visitLine(round.visit(visit), line).disputed).toBe(true);
  });

  it("of one's own unit's work are kept apart, and stand for nothing", () => {
    const own = new PlayedRound(bundle, round.info).approve();
    const found = own.visits.flatMap(({ plan }) =>
      [0, 1].flatMap((no) => {
        const by = own.inspector(plan.id, no);
        own.act(now, by, {
          kind: "fileLines",
          visit: plan.id,
          answers: plan.lines.map((line) => own.answer(line, "pass")),
          clock: clockAt(now),
        });
        return own.visit(plan.id).filed.filter(({ quarantined, person }) => quarantined && person === by.person);
      }),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { plan } of own.visits)
      for (const line of plan.lines)
        expect(visitLine(own.visit(plan.id), line).standing?.quarantined ?? false).toBe(false);
  });

  it("say what they must, of lines that the visit has, once each", () => {
    const by = round.inspector(visit);
    const line = shared();
    const fail = round.answer(line, "fail");
    const { cause: _, ...noCause } = fail;
    expect(filed(by, noCause as FiledLine)).toBe("badValue");
    expect(filed(by, { ...fail, text: " " })).toBe("badValue");
    expect(filed(by, { ...fail, cause: "weather" })).toBe("badValue");
    expect(filed(by, { ...round.answer(line, "pass"), severity: "grave" })).toBe("badValue");
    expect(filed(by, round.answer("no-such-line", "pass"))).toBe("badValue");
    expect(filed(by, { ...fail, revision: 0 })).toBe("badValue");
    expect(filed(by, { ...fail, photos: [{ sha256: "zz", takenAt: null, source: "camera" }] })).toBe("badValue");
    expect(filed(by, fail, { ...fail, revision: 2 })).toBe("badValue");
    expect(filed(by)).toBe("badValue");
    expect(filed(round.office(), fail)).toBe("notYours");
    expect(round.visit(visit).filed).toEqual([]);
  });

  it("of somebody who was taken off the visit meanwhile are accepted, and wait for the 组长", () => {
    const line = shared();
    const gone = round.inspector(visit, 1);
    round.act(now, gone, { kind: "takeAlong", visit, device: "phone" });
    const groups = round.state.groups.map((group) => ({ ...group, visits: group.visits.filter((id) => id !== visit) }));
    // Some groups are barred from this village.
    const isSet = groups
      .filter(({ members }) => members.every(({ person }) => person !== gone.person))
      .some((taker) => {
        const moved = groups.map((group) => (group === taker ? { ...group, visits: [...group.visits, visit] } : group));
        return round.refused(now, round.office(), { kind: "setGroups", groups: moved, reason: "轮换" }) === null;
      });
    expect(isSet).toBe(true);
    expect(filed(gone, round.answer(line, "pass"))).toBeNull();
    expect(round.visit(visit).filed.at(-1)).toMatchObject({ reassigned: true });
    expect(visitLine(round.visit(visit), line).disputed).toBe(true);
  });

  it("brought in by the office keep their author", () => {
    const line = shared();
    const author = round.inspector(visit, 1);
    const { person, post, unit } = author;
    expect(
      round.refused(
        now,
        round.inspector(visit),
        file([round.answer(line, "pass")], { enteredFor: { person, post, unit } }),
      ),
    ).toBe("notYours");
    expect(
      round.refused(now, round.office(), file([round.answer(line, "pass")], { enteredFor: { person, post, unit } })),
    ).toBeNull();
    expect(round.visit(visit).filed[0]?.person).toBe(person);
  });
});

describe("a submission", () => {
  const PHOTO = "ab".repeat(32);

  it("waits for every line and every photo, and locks the visit", () => {
    const [leader, other] = [round.inspector(visit), round.inspector(visit, 1)];
    const submit = { kind: "submitCheck", visit } as const;
    expect(round.refused(now, leader, submit)).toBe("incomplete");
    const answers = linesOf().map((line) =>
      round.answer(line, "pass", { photos: [{ sha256: PHOTO, takenAt: null, source: "camera" }] }),
    );
    round.lost.add(PHOTO);
    filed(leader, ...answers);
    filed(other, ...answers);
    expect(round.refused(now, leader, submit)).toBe("incomplete");
    expect(progressOf(round.visit(visit), new Set()).missing).toMatchObject({ lines: [], photos: [{ sha256: PHOTO }] });
    round.lost.clear();
    expect(round.refused(now, other, submit)).toBeNull();
    expect(round.refused(now, leader, submit)).toBe("locked");
    expect(filed(leader, { ...answers[0], revision: 2 } as FiledLine)).toBe("locked");
    expect(round.visit(visit).submitted).toMatchObject({ late: false, photos: [PHOTO] });
  });

  it("tells each failed line's task of one finding, and of nothing that passed", () => {
    const [first, second] = linesOf();
    round.file(visit, "2021-06-10", [first ?? "", second ?? ""]);
    const row = round.rows.find(({ type }) => type === "checkSubmitted");
    if (row?.type !== "checkSubmitted") throw new Error("not submitted");
    expect(new Set(row.payload.findings.map(({ line }) => line))).toEqual(new Set([first, second]));
    expect(row.payload.findings).toHaveLength(2);
    const messages = messagesOf(row, round.state.stream);
    expect(messages.map(({ to, body }) => [to.startsWith("task/"), body.kind])).toEqual([
      [true, "finding"],
      [true, "finding"],
    ]);
    expect(new Set(messages.map(({ key }) => key)).size).toBe(2);
  });

  it("after the close is recorded outside the figures", () => {
    const [other] = round.visits.filter(({ plan }) => plan.id !== visit);
    round.file(other?.plan.id ?? "", "2021-06-10");
    round.decide(round.at("2021-07-12"));
    expect(round.state.status).toBe("closed");
    const closed = round.rows.find(({ type }) => type === "roundClosed");
    expect(closed?.payload).toMatchObject({ planned: 80, submitted: 1 });
    round.file(visit, "2021-07-12");
    expect(round.visit(visit).submitted).toMatchObject({ late: true });
    expect(round.visit(visit).filed.every(({ late }) => late)).toBe(true);
  });
});

describe("another version of the checklists in a running round", () => {
  it("is for visits that nobody has; what is out stays, is told what is 新增 and 取消, and keeps what is filed", () => {
    const [announced] = announcedRounds(bundle, "2021-06-30");
    const { checklists } = bundle;
    if (!announced || !checklists) throw new Error("no round");
    const probe = new PlayedRound(bundle, announced.payload.round).approve();
    const [out = "", planned = ""] = probe.visits
      .filter(({ plan }) => plan.mode === "visit" && plan.place.kind === "village")
      .map(({ plan }) => plan.id);
    const [cancelled = "", kept = ""] = probe.visit(out).plan.lines;
    const [template] = checklists.lines.filter(({ key }) => key === cancelled);
    const fresh = { ...template, key: "new-line", text: "新增事项是否落实" } as (typeof checklists.lines)[number];
    const second = {
      ...checklists,
      version: checklists.version + 1,
      lines: [...checklists.lines.filter(({ key }) => key !== cancelled), fresh],
    };
    const rules = rulesOf(bundle);
    const both = { ...rules, checklists: { ...rules.checklists, [String(second.version)]: second } };
    const running = new PlayedRound(bundle, announced.payload.round, {}, both).approve();
    const now = running.at("2021-06-10");
    const inspector = running.inspector(out);
    running.act(now, inspector, { kind: "takeAlong", visit: out, device: "d" });
    const answers = [running.answer(cancelled, "pass")];
    running.act(now, inspector, { kind: "fileLines", visit: out, answers, clock: clockAt(now) });
    const adopt = { kind: "adoptChecklist", version: second.version, reason: "补充" } as const;
    expect(running.refused(now, running.office(), adopt)).toBeNull();
    expect(running.visit(planned).checklist).toBe(second.version);
    expect(running.visit(planned).plan.lines).not.toContain(cancelled);
    const { checklist, plan, offered, filed } = running.visit(out);
    expect([checklist, plan.lines.includes(cancelled), filed.length]).toEqual([checklists.version, true, 1]);
    expect(offered).toEqual({
      checklist: second.version,
      added: [{ line: "new-line", text: "新增事项是否落实" }],
      removed: [{ line: cancelled, text: template?.text }],
    });
    // It is finished as it was taken along; a line of the other version is none of it.
    const other = [running.answer("new-line", "pass")];
    expect(
      running.refused(now, inspector, { kind: "fileLines", visit: out, answers: other, clock: clockAt(now) }),
    ).toBe("badValue");
    running.file(out, "2021-06-11");
    expect(running.visit(out).submitted?.lines.map(({ line }) => line)).toEqual(
      expect.arrayContaining([cancelled, kept]),
    );
    expect(offeredOf(running.visit(out))).toBeNull();
    // The version before is adopted again: nothing differs for what is out.
    running.act(now, running.inspector(planned), { kind: "takeAlong", visit: planned, device: "d" });
    expect(running.refused(now, running.office(), { ...adopt, version: checklists.version })).toBeNull();
    expect(running.visit(planned).offered).toMatchObject({
      checklist: checklists.version,
      removed: [{ line: "new-line" }],
    });
    expect(running.refused(now, running.office(), adopt)).toBeNull();
    expect(running.visit(planned).offered).toBeNull();
  });
});
