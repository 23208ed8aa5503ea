/** The scope of a scheme in words: its numbers are those of the visits, also after the office changed them. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import { scopeFaults, scopeOf } from "../../../domain/inspections/scope.js";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { PlannedVisit, Scheme } from "../../../domain/ledger/inspection-events.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
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

const scheme = (): Scheme => round.state.scheme as Scheme;
const edit = (more: object): string | null =>
  round.refused(round.at("2021-06-08", "11:00"), round.office(), {
    kind: "editScheme",
    reason: "调整",
    ...more,
  } as RoundAct);
const villages = (is: (visit: PlannedVisit) => boolean): PlannedVisit[] =>
  scheme().visits.filter((visit) => visit.place.kind === "village" && is(visit));
const idsOf = (visits: readonly PlannedVisit[]): string[] => visits.map(({ place }) => place.id);

it("follows when the office adds villages, and takes added ones out again; what was drawn stays", () => {
  const before = scheme();
  const papers = idsOf(villages(({ mode }) => mode === "desk"));
  const drawn = idsOf(villages(({ mode }) => mode === "visit"));
  const units = before.visits.length - papers.length - drawn.length;
  const text = (visited: number): string =>
    `入村检查${visited}个村，案头检查${64 - visited}个村，案头检查${units}个单位。`;
  expect(before.scope).toBe(text(drawn.length));
  expect(edit({ visit: papers.slice(0, 3) })).toBeNull();
  expect(scheme().scope).toBe(text(drawn.length + 3));
  // The page sends the text that it shows with every edit: it is no text of the office's.
  expect(edit({ visit: papers.slice(3, 5), scope: scheme().scope })).toBeNull();
  expect(scheme().scope).toBe(text(drawn.length + 5));
  expect(edit({ unvisit: [drawn[0] ?? ""] })).toBe("badValue");
  expect(edit({ unvisit: ["nowhere"] })).toBe("badValue");
  expect(edit({ unvisit: papers.slice(0, 5) })).toBeNull();
  expect(scheme()).toEqual(before);
});

it("is flagged where a text of the office's contradicts the visits", () => {
  const drawn = villages(({ mode }) => mode === "visit").length;
  expect(edit({ scope: `入村检查${drawn}个村，覆盖全部64个行政村。` })).toBeNull();
  expect(scopeFaults(scheme().scope, scheme().visits)).toEqual([]);
  const [paper = ""] = idsOf(villages(({ mode }) => mode === "desk"));
  expect(edit({ visit: [paper] })).toBeNull();
  // It is the office's, and stays; what it says is no longer so.
  expect(scheme().scope).toBe(`入村检查${drawn}个村，覆盖全部64个行政村。`);
  expect(scopeFaults(scheme().scope, scheme().visits)).toEqual([{ said: `入村检查${drawn}个村`, is: drawn + 1 }]);
  expect(scopeFaults("实地检查全区各村，涉及99个单位。", scheme().visits)).toMatchObject([{ said: "涉及99个单位" }]);
  expect(scopeFaults(scopeOf(scheme().visits), scheme().visits)).toEqual([]);
});
