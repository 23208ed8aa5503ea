/** What does not fit together is listed, with both records; what fits is not. */
import { beforeAll, describe, expect, it } from "vitest";
import { contradictionsOf } from "../../../domain/bulletins/contradictions.js";
import type { ClaimFact, LineFact } from "../../../domain/bulletins/facts.js";
import { lineOf } from "../../../domain/plan/checklists.js";
import type { ChecklistLine } from "../../../domain/plan/checklists.js";
import { seedBundle } from "../../plans/seed.js";

let line: (key: string) => ChecklistLine | undefined;
beforeAll(async () => {
  const { checklists } = await seedBundle();
  line = (key) => checklists && lineOf(checklists, key);
});

const DAY = "2021-12-31";
const WORKS = "t07-works";
const checked = (more: Partial<LineFact> = {}): LineFact => ({
  visit: "village-v001",
  line: WORKS,
  task: 7,
  place: { kind: "village", id: "v001", township: "dongyuan" },
  unit: "zhujianju",
  grade: "fail",
  filedGrade: "fail",
  text: "水渠没有修",
  cause: "funds",
  severity: "minor",
  highlight: null,
  contradicts: false,
  row: 9,
  checkedOn: "2021-12-20",
  photos: [],
  takenAlongAt: 1_000_000,
  ...more,
});
const claim = (more: Partial<ClaimFact> = {}): ClaimFact => ({
  item: "t07-works-2021/v001",
  task: 7,
  milestone: "t07-works-2021",
  series: "t07-works",
  village: "v001",
  township: "dongyuan",
  unit: "zhujianju",
  status: "reported",
  percent: 100,
  target: null,
  deadline: DAY,
  text: "实事已经全部办成，群众满意，资料齐全",
  on: "2021-12-15",
  photos: [],
  ...more,
});
const kinds = (lines: LineFact[], claims: ClaimFact[], before: LineFact[] = []) =>
  contradictionsOf({ lines }, { round: "2021H1", lines: before }, claims, line, DAY).map(({ kind, of }) => [
    kind,
    of.length,
  ]);

describe("contradictions", () => {
  it("are a report of completion and a check that fails, at the same place and milestone", () => {
    expect(kinds([checked()], [claim()])).toEqual([["reportedButFails", 2]]);
    expect(kinds([checked()], [claim({ status: "closed" })])).toEqual([["reportedButFails", 2]]);
    expect(kinds([checked()], [claim({ status: "inProgress" })])).toEqual([]);
    expect(kinds([checked()], [claim({ village: "v002" })])).toEqual([]);
    expect(kinds([checked({ grade: "pass" })], [claim()])).toEqual([]);
    expect(kinds([checked({ grade: null, row: null })], [claim()])).toEqual([]);
    // The inspector says so, whoever claimed it.
    expect(kinds([checked({ grade: "mostly", contradicts: true })], [])).toEqual([["reportedButFails", 1]]);
  });

  it("are a metric below its milestone that is reported as done, or due", () => {
    const metric = { target: 30, percent: 20, text: "" };
    expect(kinds([], [claim(metric)])).toEqual([["belowMilestone", 1]]);
    expect(kinds([], [claim({ ...metric, status: "inProgress", deadline: "2021-12-30" })])).toEqual([
      ["belowMilestone", 1],
    ]);
    expect(kinds([], [claim({ ...metric, status: "inProgress" })])).toEqual([]);
    expect(kinds([], [claim({ ...metric, percent: 30 })])).toEqual([]);
  });

  it("are the same words in several reports, however spaced and stopped, unless they say little", () => {
    const other = { item: "t07-works-2021/v002", village: "v002" };
    expect(kinds([], [claim(), claim({ ...other, text: "实事已经全部办成, 群众满意,资料齐全。" })])).toEqual([
      ["sameText", 2],
    ]);
    expect(kinds([], [claim({ text: "已完成。" }), claim({ ...other, text: "已完成" })])).toEqual([]);
  });

  it("are the same photo in two checks, two reports or both, also of the round before; not on two lines of one visit", () => {
    const photos = [{ sha256: "a".repeat(64), takenAt: null, source: "camera" as const }];
    const pass = { grade: "pass" as const, photos };
    expect(kinds([checked(pass), checked({ ...pass, line: "t07-sites" })], [])).toEqual([]);
    expect(kinds([checked(pass), checked({ ...pass, visit: "village-v002" })], [])).toEqual([["samePhoto", 2]]);
    expect(kinds([checked(pass)], [], [checked(pass)])).toEqual([["samePhoto", 2]]);
    expect(kinds([checked(pass)], [claim({ photos: ["a".repeat(64)] })])).toEqual([["samePhoto", 2]]);
  });

  it("are pictures taken before the visit was taken along; those of which nobody knows are none", () => {
    const photo = (takenAt: number | null) => [{ sha256: "a".repeat(64), takenAt, source: "gallery" as const }];
    expect(kinds([checked({ grade: "pass", photos: photo(999_999) })], [])).toEqual([["olderPhoto", 1]]);
    expect(kinds([checked({ grade: "pass", photos: photo(1_000_000) })], [])).toEqual([]);
    expect(kinds([checked({ grade: "pass", photos: photo(null) })], [])).toEqual([]);
  });
});
