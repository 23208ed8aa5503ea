/** A round with two villages of 25 lines each, for the filing page's tests. */
import type { BundleLine, VisitBundle } from "../../../web/src/filing/contract.js";

export const PLAN = "filing-test";
export const ROUND = "2021H1";
export const PEOPLE = {
  li: { id: "p-li", name: "李明", account: "liming", unit: "agri", unitName: "农业农村局" },
  wang: { id: "p-wang", name: "王芳", account: "wangfang", unit: "water", unitName: "水务局" },
  /** Of no group. */
  zhao: { id: "p-zhao", name: "赵磊", account: "zhaolei", unit: "schools", unitName: "教育局" },
} as const;
export const VISITS = {
  "village-v012": "红崖村",
  "village-v013": "清水村",
} as const;
export type VisitId = keyof typeof VISITS;

export const CAUSES = [
  { id: "funds", title: "资金未到位" },
  { id: "progress", title: "进度滞后" },
  { id: "upkeep", title: "管护缺失" },
] as const;

export const lineKey = (no: number): string => `t02-line${no}`;

/** Line 1 has an open finding with a picture, line 2 a claim with one, line 3 a last grade. */
export function bundleLine(no: number): BundleLine {
  return {
    key: lineKey(no),
    task: 2,
    text: `第${no}项：实事项目按期完成并投入使用`,
    clause: "二（七）",
    from: no <= 2 ? { kind: "milestone", milestones: ["works"] } : { kind: "fourChecks", check: "losses" },
    scope: "visit",
    guidance: "到现场看，问两户群众。",
    good: "项目已完工并在用",
    evidence: no % 5 === 0 ? ["验收单"] : [],
    causes: CAUSES.map(({ id }) => id),
    severity: "minor",
    rectifier: { kind: "township" },
    last: no === 3 ? { round: "2020H2", grade: "mostly", text: "路灯有两盏不亮", on: "2020-12-20" } : null,
    findings:
      no === 1
        ? [
            {
              id: `zg-${lineKey(1)}-funds/v012`,
              cause: "funds",
              severity: "serious",
              count: 2,
              firstFoundOn: "2020-06-20",
              deadline: "2020-09-30",
              text: "文化广场未完工",
              photos: [PICTURE_SHA],
            },
          ]
        : [],
    claims:
      no <= 2
        ? [
            {
              item: "works/v012",
              title: "2021年实事",
              unit: "红崖镇",
              status: "reported",
              percent: 100,
              text: "已全部完工",
              on: "2021-06-01",
              evidence: [{ sha256: PICTURE_SHA, name: "完工照片.png", mediaType: "image/png" }],
            },
          ]
        : [],
  };
}

/** 2 × 2 pixels, PNG. */
export const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxAADCBYAG10DAXQbB5cAAAAASUVORK5CYII=",
  "base64",
);
export const PICTURE_SHA = "a".repeat(64);

export function bundleOf(visit: VisitId, count = 25): VisitBundle {
  return {
    plan: PLAN,
    round: ROUND,
    visit,
    place: {
      kind: "village",
      id: visit.slice("village-".length),
      township: { id: "town1", name: "镇1" },
      name: VISITS[visit],
    },
    mode: "visit",
    checklist: 1,
    asOf: "2021-06-18T09:00:00+08:00",
    group: null,
    lines: Array.from({ length: count }, (_, index) => bundleLine(index + 1)),
    causes: [...CAUSES],
    filed: [],
  };
}
