/** What a policy's issuers and forms can get wrong beside the roster: bodies that are not there, names and numbers that lack a part. */
import { type Instrument, INSTRUMENT_IDS } from "../domain/instruments/instruments.js";
import { issuingUnit } from "../domain/letters/issuers.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { FormRule, Policy } from "../domain/plan/policy.js";
import { nearest } from "./roster-ids.js";
import type { Path, Source } from "./source.js";

/**
 * A policy of before letters had issuers has neither. One that names any says it of every instrument on its own ladders; another, which a
 * later release may have added, goes as is usual (domain/letters/addressing.ts).
 */
export function checkIssuers(bundle: PlanBundle, policySource: Source, rosterSource: Source): void {
  const { issuers, forms } = bundle.policy;
  if (issuers === undefined && forms === undefined) return;
  if (issuers === undefined || forms === undefined) {
    const [has, lacks] = issuers === undefined ? ["forms", "issuers"] : ["issuers", "forms"];
    policySource.report([has], `${has} needs ${lacks} beside it: add ${lacks}, or remove ${has}`, "key");
    return;
  }
  checkBodies(bundle, policySource, rosterSource);
  const climbed = onLadders(bundle.policy);
  for (const instrument of INSTRUMENT_IDS) {
    const rule = forms[instrument];
    if (rule === undefined && !climbed.has(instrument)) continue;
    if (rule === undefined)
      policySource.report(
        ["forms"],
        `forms does not say who gives ${instrument}: add ${instrument}: { form: …, issuer: … }`,
        "key",
      );
    else checkRule(instrument, rule, bundle, policySource);
  }
}

function onLadders({ ladders }: Policy): ReadonlySet<Instrument> {
  const rungs = Object.values(ladders).flat();
  return new Set(rungs.flatMap(({ instrument, standIn }) => [instrument, ...(standIn ? [standIn.instrument] : [])]));
}

/** Each issuer is a unit of the roster, and has a full name for head and signature. */
function checkBodies({ policy, roster }: PlanBundle, policySource: Source, rosterSource: Source): void {
  const bodies = Object.keys(roster.bodies);
  for (const [id, { body }] of Object.entries(policy.issuers ?? {})) {
    const unit = roster.units.findIndex((one) => one.id === issuingUnit(roster, body));
    const found = roster.units[unit];
    if (found === undefined) {
      policySource.report(
        ["issuers", id, "body"],
        `issuer ${id} is ${body}, which is neither one of roster.yaml's bodies nor a unit${nearest(body, [...bodies, ...roster.units.map((one) => one.id)])}: write ${bodies.join(", ")} or a unit's id`,
      );
      continue;
    }
    for (const [no, name] of found.names.entries())
      if (name.fullName === undefined)
        rosterSource.report(
          ["units", unit, "names", no],
          `unit ${found.id} gives letters as issuer ${id} and has no full name for head and signature: write { value: ${name.value}, fullName: … }`,
        );
  }
}

function checkRule(instrument: string, rule: FormRule, { policy }: PlanBundle, source: Source): void {
  const known = policy.issuers ?? {};
  const named: readonly [Path, string][] =
    typeof rule.issuer === "string"
      ? [[[], rule.issuer]]
      : Object.entries(rule.issuer).map(([recipient, id]): [Path, string] => [[recipient], id]);
  for (const [at, id] of named)
    if (known[id] === undefined)
      source.report(
        ["forms", instrument, "issuer", ...at],
        `unknown issuer ${id}${nearest(id, Object.keys(known))}: write one of ${Object.keys(known).join(", ")}, or add it under issuers`,
      );
  if (rule.form === "letter" && rule.series === undefined)
    source.report(
      ["forms", instrument],
      `${instrument} is an official letter and has no series of numbers: add series: 督函, or write form: slip`,
    );
}
