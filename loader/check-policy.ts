/** What a policy.yaml of the right shape can still get wrong: above all rungs that could never fire or reach nobody. */
import { type Scope, SCOPES } from "../domain/plan/plan.js";
import { MONTH_INSTRUMENTS, ROUND_INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { RecipientRole } from "../domain/plan/policy.js";
import type { PolicyFile, RungEntry } from "./policy-schema.js";
import { requireUnique } from "./roster-ids.js";
import type { Path, Source } from "./source.js";

/** The ladders of a policy.yaml. */
type LadderName = keyof PolicyFile["ladders"];

const ANY_ITEM: readonly RecipientRole[] = [
  "primaryUnit",
  "primaryUnitHead",
  "leaderInCharge",
  "leadingGroup",
  "office",
  "officeHead",
  "supervisionOffice",
];
const BY_SCOPE: Readonly<Record<Scope, readonly RecipientRole[]>> = {
  county: [],
  township: ["township", "townshipHead"],
  village: ["township", "townshipHead", "helpingUnit", "villageDepartmentHead", "villageCountyLeader"],
  area: ["township", "townshipHead", "helpingUnit", "villageDepartmentHead", "villageCountyLeader"],
};
const BY_LADDER: Readonly<Partial<Record<LadderName, readonly RecipientRole[]>>> = {
  verification: ["verifier", "verifierHead"],
  extension: ["decider", "deciderHead"],
  instruction: ["instructedUnit", "instructedUnitHead", "instructor"],
  supporting: ["supportingUnit", "supportingUnitHead"],
};

const isDeadlineLadder = (ladder: LadderName): ladder is "village" | "county" =>
  ladder === "village" || ladder === "county";

export function checkPolicy(policy: PolicyFile, source: Source): void {
  if (policy.closingTime <= policy.firingTime) {
    source.report(
      ["closingTime"],
      `letters close at ${policy.closingTime}, not after the rungs fire at ${policy.firingTime}: write a later closingTime`,
    );
  }
  for (const scope of ["village", "area"] as const) {
    if (policy.ladderByScope[scope] !== "village") {
      source.report(
        ["ladderByScope", scope],
        `items of scope ${scope} must reach their own county leader: write ${scope}: village`,
      );
    }
  }
  for (const ladder of Object.keys(policy.ladders) as LadderName[]) checkLadder(ladder, policy, source);
  checkInspections(policy, source);
  checkMonths(policy, source);
  checkBulletin(policy, source);
  const escalates = policy.ladders.village.some(
    (rung) => rung.mandatory === true && rung.instrument === "escalate" && rung.to.includes("villageCountyLeader"),
  );
  if (!escalates) {
    source.report(
      ["ladders", "village"],
      "ladder village has no mandatory escalation to the village's county leader: add a rung with instrument: escalate, kind: auto, mandatory: true, to: [villageCountyLeader]",
      "key",
    );
  }
}

function checkInspections({ inspections, ladders }: PolicyFile, source: Source): void {
  if (!inspections) return;
  if (inspections.last < inspections.first)
    source.report(["inspections", "last"], `the last half-year ${inspections.last} lies before ${inspections.first}`);
  if (ladders.inspection === undefined)
    source.report(
      ["inspections"],
      "nothing chases a round that is late: add the ladder inspection, e.g. with the rungs remind and tell-head",
      "key",
    );
}

/** 通报 and 专报 of a round are drafted and signed together, by one body, each under its own number. */
function checkBulletin({ forms = {} }: PolicyFile, source: Source): void {
  const { bulletin, upwardReport } = forms;
  for (const [name, rule] of Object.entries({ bulletin, upwardReport }))
    if (rule && (typeof rule.issuer !== "string" || rule.series === undefined))
      source.report(["forms", name], `${name} is given by one body and has a number: write issuer: <id> and series: …`);
  if (bulletin && upwardReport && bulletin.issuer !== upwardReport.issuer)
    source.report(
      ["forms", "upwardReport", "issuer"],
      `the report is signed with the bulletin, by the same body: write the same issuer`,
    );
}

function checkMonths({ months, ladders }: PolicyFile, source: Source): void {
  if (!months) return;
  if (months.last < months.first)
    source.report(["months", "last"], `the last month ${months.last} lies before ${months.first}`);
  if (months.dueOn <= months.askOn)
    source.report(
      ["months", "dueOn"],
      `answers are due on the ${months.dueOn}th, not after they are asked on the ${months.askOn}th: write a later dueOn`,
    );
  if (ladders.month === undefined)
    source.report(
      ["months"],
      "nothing urges a unit that does not answer: add the ladder month, e.g. with the rung urge",
      "key",
    );
}

/** Ladders that speak of no item have instruments of their own. */
const OWN_INSTRUMENTS: Readonly<Partial<Record<LadderName, readonly string[]>>> = {
  inspection: ROUND_INSTRUMENTS,
  month: MONTH_INSTRUMENTS,
};

function checkInstrument({ id, instrument }: RungEntry, ladder: LadderName, path: Path, source: Source): void {
  const own = OWN_INSTRUMENTS[ladder];
  const home = (Object.keys(OWN_INSTRUMENTS) as LadderName[]).find((name) =>
    OWN_INSTRUMENTS[name]?.includes(instrument),
  );
  if (home === ladder || (own === undefined && home === undefined)) return;
  source.report(
    [...path, "instrument"],
    own === undefined
      ? `rung ${id}: ${instrument} speaks of no item: it stands on the ladder ${home} only`
      : `rung ${id}: the ladder ${ladder} speaks of no item: write instrument: ${own.join(" or ")}`,
  );
}

function checkLadder(ladder: LadderName, policy: PolicyFile, source: Source): void {
  const rungs = policy.ladders[ladder] ?? [];
  requireUnique(
    source,
    "rung id",
    rungs.map((rung, index) => ({ id: rung.id, path: ["ladders", ladder, index, "id"] })),
  );
  checkRepeats(rungs, ladder, source);
  checkIntervals(rungs, ladder, source);
  for (const [index, rung] of rungs.entries()) {
    const path: Path = ["ladders", ladder, index];
    checkOrder(rung, rungs[index - 1], ladder, path, source);
    checkCondition(rung, rungs.slice(0, index), ladder, path, source);
    checkKind(rung, ladder, path, source);
    checkInstrument(rung, ladder, path, source);
    checkRoles(rung, ladder, policy, path, source);
  }
}

/** A ladder repeats one rung; the repetitions of another, or of a draft, could never all fire. */
function checkRepeats(rungs: readonly RungEntry[], ladder: LadderName, source: Source): void {
  const first = rungs.find((rung) => rung.repeat !== undefined && rung.kind === "auto");
  for (const [index, rung] of rungs.entries()) {
    const at: Path = ["ladders", ladder, index, "repeat"];
    if (rung.repeat !== undefined && rung.kind === "signed") {
      source.report(
        at,
        `rung ${rung.id} waits for a signature and cannot repeat: remove repeat, or write kind: auto`,
        "key",
      );
    } else if (rung.repeat !== undefined && rung !== first) {
      source.report(at, `ladder ${ladder} already repeats rung ${first?.id}: keep one repeat to a ladder`, "key");
    }
  }
}

/** Each repetition has its interval. */
function checkIntervals(rungs: readonly RungEntry[], ladder: LadderName, source: Source): void {
  for (const [index, { id, repeat }] of rungs.entries()) {
    if (!repeat || typeof repeat.every === "number" || repeat.every.length === repeat.times) continue;
    source.report(
      ["ladders", ladder, index, "repeat", "every"],
      `rung ${id} repeats ${repeat.times} times after ${repeat.every.length} intervals: write as many figures as times`,
    );
  }
}

function checkOrder(
  rung: RungEntry,
  previous: RungEntry | undefined,
  ladder: LadderName,
  path: Path,
  source: Source,
): void {
  const at: Path = [...path, "offset"];
  if (previous && rung.offset <= previous.offset) {
    source.report(
      at,
      `rung ${rung.id} is unreachable: its offset ${rung.offset} is not after ${previous.offset} of rung ${previous.id} before it: order the rungs by offset, each its own`,
    );
  }
  // These begin before their anchor: a reply-by date or a sub-deadline lies ahead.
  const anchoredAhead =
    isDeadlineLadder(ladder) ||
    ladder === "instruction" ||
    ladder === "supporting" ||
    ladder === "promise" ||
    ladder === "inspection" ||
    ladder === "month";
  if (!anchoredAhead && rung.offset < 1) {
    source.report(
      at,
      `rung ${rung.id} is unreachable: ladder ${ladder} begins on its day 0, so offset ${rung.offset} is already past: write 1 or more`,
    );
  }
}

function checkCondition(
  rung: RungEntry,
  earlier: readonly RungEntry[],
  ladder: LadderName,
  path: Path,
  source: Source,
): void {
  const wanted = rung.afterUnanswered;
  if (wanted === undefined) return;
  const at: Path = [...path, "afterUnanswered"];
  if (!isDeadlineLadder(ladder) || wanted !== "supervise") {
    source.report(
      at,
      `rung ${rung.id} is unreachable: only a 督办函 of the deadline's ladder is waited for: write afterUnanswered: supervise on ladder village or county, or remove it`,
    );
  } else if (!earlier.some((candidate) => candidate.instrument === wanted && candidate.kind === "signed")) {
    source.report(
      at,
      `rung ${rung.id} is unreachable: no earlier rung of ladder ${ladder} sends a signed ${wanted}: add one before it, or remove afterUnanswered`,
    );
  }
}

function checkKind(rung: RungEntry, ladder: LadderName, path: Path, source: Source): void {
  if (rung.kind === "signed" && !isDeadlineLadder(ladder)) {
    source.report(
      [...path, "kind"],
      `rung ${rung.id} of ladder ${ladder} would never be signed: only village and county hold drafts: write kind: auto`,
    );
  } else if (rung.kind === "signed" && rung.standIn === undefined) {
    source.report(
      path,
      `rung ${rung.id} would be lost when the office does not sign: add standIn: { instrument: urge, to: […] }`,
    );
  }
  if (rung.kind === "auto" && rung.standIn !== undefined) {
    source.report(
      [...path, "standIn"],
      `rung ${rung.id} goes out by itself, so its standIn can never fire: remove it, or write kind: signed`,
      "key",
    );
  }
  if (rung.mandatory !== true) return;
  if (rung.kind !== "auto" || rung.instrument !== "escalate") {
    source.report(
      [...path, "mandatory"],
      `rung ${rung.id} is mandatory and must go by itself to a leader: write kind: auto and instrument: escalate, or remove mandatory`,
    );
  }
  if (rung.afterUnanswered !== undefined || rung.blockedByCauseReview === true) {
    source.report(
      [...path, "mandatory"],
      `rung ${rung.id} is mandatory and cannot depend on anything: remove afterUnanswered and blockedByCauseReview`,
    );
  }
}

function checkRoles(rung: RungEntry, ladder: LadderName, policy: PolicyFile, path: Path, source: Source): void {
  const scopes = isDeadlineLadder(ladder) ? SCOPES.filter((scope) => policy.ladderByScope[scope] === ladder) : SCOPES;
  const rolesOf = (scope: Scope): ReadonlySet<RecipientRole> =>
    new Set([...ANY_ITEM, ...BY_SCOPE[scope], ...(BY_LADDER[ladder] ?? [])]);
  const lists: [Path, readonly RecipientRole[]][] = [
    [[...path, "to"], rung.to],
    [[...path, "copy"], rung.copy ?? []],
    [[...path, "standIn", "to"], rung.standIn?.to ?? []],
    [[...path, "standIn", "copy"], rung.standIn?.copy ?? []],
  ];
  for (const [at, roles] of lists) {
    for (const [index, role] of roles.entries()) {
      if (scopes.length > 0 && !scopes.some((scope) => rolesOf(scope).has(role))) {
        source.report(
          [...at, index],
          `nobody is ${role} on ladder ${ladder}: write a role its items have, e.g. ${[...rolesOf(scopes[0] ?? "county")].slice(-3).join(", ")}`,
        );
      }
    }
    const deserted = scopes.find((scope) => roles.length > 0 && !roles.some((role) => rolesOf(scope).has(role)));
    const partly = roles.some((role) => scopes.some((scope) => rolesOf(scope).has(role)));
    if (deserted !== undefined && partly && at.at(-1) === "to") {
      source.report(
        at,
        `rung ${rung.id} would reach nobody for items of scope ${deserted}: add a role they have, e.g. primaryUnit`,
      );
    }
  }
}
