/** Loads the scenarios of a plan folder, and lays a scenario's events over the roster. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Dated, PlanDate } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Roster } from "../domain/plan/roster.js";
import { plannedItems } from "../domain/plan/planned-items.js";
import { type Problem, sortProblems } from "./problem.js";
import { nearest } from "./roster-ids.js";
import { type Scenario, type ScenarioEvent, scenarioFile } from "./scenario-schema.js";
import { shapeOf } from "./shape.js";
import { type Path, readSource, type Source } from "./source.js";

export type ScenarioResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Names of the scenarios a plan folder holds, sorted. */
export async function scenarioNames(folder: string): Promise<string[]> {
  const files = await readdir(path.join(folder, "scenarios")).catch(() => []);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** Loads `scenarios/<name>.yaml` and checks it against the plan it is played on. */
export async function loadScenario(folder: string, name: string, bundle: PlanBundle): Promise<ScenarioResult> {
  const file = path.join(folder, "scenarios", `${name}.yaml`);
  const names = await scenarioNames(folder);
  if (!names.includes(name)) {
    const instead =
      names.length > 0
        ? `name one of ${names.join(", ")}`
        : `the folder has none, and is rehearsed in silence (nobody acts) where none is named; for people who act, add this file: plans/yimin-zhifu/scenarios/typical.yaml is one to copy`;
    const message = `there is no scenario ${name}${nearest(name, names)}: ${instead}`;
    return { ok: false, problems: [{ file, line: 1, column: 1, message }] };
  }
  const source = await readSource(file);
  const shaped = shapeOf(source, scenarioFile);
  if (shaped) checkScenario(shaped.value, name, bundle, source);
  const problems = sortProblems(source.problems, [file]);
  return shaped && problems.length === 0 ? { ok: true, scenario: shaped.value } : { ok: false, problems };
}

function checkScenario(scenario: Scenario, name: string, bundle: PlanBundle, source: Source): void {
  if (scenario.id !== name) source.report(["id"], `the file is ${name}.yaml: write id: ${name}`);
  const { roster } = bundle;
  const known = {
    unit: new Set(roster.units.map((unit) => unit.id)),
    post: new Set(roster.posts.map((post) => post.id)),
    township: new Set(roster.townships.map((township) => township.id)),
    village: new Set(roster.villages.map((village) => village.id)),
    milestone: new Set(bundle.plan.tasks.flatMap((task) => task.milestones.map((milestone) => milestone.id))),
    item: new Set(plannedItems(bundle).map((item) => item.id)),
  };
  const require = (at: Path, kind: keyof typeof known, id: string): void => {
    if (!known[kind].has(id))
      source.report(at, `unknown ${kind} ${id}${nearest(id, known[kind])}: write one that the plan has`);
  };
  for (const [index, exception] of scenario.exceptions.entries()) {
    const at: Path = ["exceptions", index];
    for (const [no, unit] of (exception.units ?? []).entries()) require([...at, "units", no], "unit", unit);
    for (const [no, post] of (exception.posts ?? []).entries()) require([...at, "posts", no], "post", post);
    if (!exception.units && !exception.posts)
      source.report(at, "applies to nobody: add units: [<unit id>] or posts: [<post id>]");
  }
  for (const [index, event] of scenario.events.entries())
    checkEvent(event, ["events", index], bundle.plan.start, source, require);
}

function checkEvent(
  event: ScenarioEvent,
  at: Path,
  start: PlanDate,
  source: Source,
  require: (at: Path, kind: "unit" | "post" | "township" | "village" | "milestone" | "item", id: string) => void,
): void {
  const later = (key: string, date: string | undefined, than: string): void => {
    if (date !== undefined && date <= than)
      source.report([...at, key], `${date} is not after ${than}: write a later day`);
  };
  if ("on" in event && event.on < start)
    source.report([...at, "on"], `${event.on} is before the plan's start ${start}: write a later day`);
  switch (event.kind) {
    case "suspendArea":
      later("until", event.until, event.on);
      for (const [no, id] of (event.townships ?? []).entries()) require([...at, "townships", no], "township", id);
      for (const [no, id] of (event.villages ?? []).entries()) require([...at, "villages", no], "village", id);
      if (!event.townships && !event.villages)
        source.report(at, "suspends nothing: add townships: […] or villages: […]");
      require([...at, "approver"], "post", event.approver);
      return;
    case "changeReading":
      require([...at, "milestone"], "milestone", event.milestone);
      return;
    case "vacatePost":
      require([...at, "post"], "post", event.post);
      later("to", event.to, event.from);
      return;
    case "renameUnit":
      require([...at, "unit"], "unit", event.unit);
      return;
    case "requestExtension":
      require([...at, "item"], "item", event.item);
      later("to", event.to, event.on);
      return;
    case "holdInstruments":
      later("to", event.to, event.from);
      return;
  }
}

/** The roster as a scenario has it: posts vacated and units renamed on their days. */
export function rosterUnder(scenario: Scenario, roster: Roster): Roster {
  return scenario.events.reduce<Roster>((current, event) => {
    if (event.kind === "renameUnit") {
      const { unit: id, name: value, fullName, from } = event;
      const renamed = { value, ...(fullName === undefined ? {} : { fullName }), from };
      const units = current.units.map((unit) =>
        unit.id === id ? { ...unit, names: [...without(unit.names, from, undefined), renamed] } : unit,
      );
      return { ...current, units };
    }
    if (event.kind !== "vacatePost") return current;
    const posts = current.posts.map((post) =>
      post.id === event.post ? { ...post, holders: without(post.holders, event.from, event.to) } : post,
    );
    return { ...current, posts };
  }, roster);
}

/** Dated values less the period from `from` to `to` (for ever when undefined). */
function without<T>(values: readonly Dated<T>[], from: PlanDate, to: PlanDate | undefined): Dated<T>[] {
  return values.flatMap((entry) => {
    const parts: Dated<T>[] = [];
    if ((entry.from ?? "") < from)
      parts.push({ ...entry, to: entry.to !== undefined && entry.to < from ? entry.to : from });
    if (to !== undefined && (entry.to === undefined || entry.to > to))
      parts.push({ ...entry, from: entry.from !== undefined && entry.from > to ? entry.from : to });
    return parts;
  });
}
