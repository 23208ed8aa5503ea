/** 交办清单: one's own with its parts, the office's view of who has signed, and the signature. */
import { expectedBy } from "../../domain/items/asking.js";
import { contextFor } from "../../domain/ladder/subject.js";
import { packageCounts, type PackageOf, packagesOf } from "../../prisma/packages/read-packages.js";
import { reachOfCapacities } from "../rights/reach.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { partsOf } from "./parts.js";
import { type PackageRow, packages, packagesQuery, signedPackage, signPackageBody } from "./schemas.js";
import { signingCapacity, signPackage } from "./sign.js";

/** The day by which a package of a day is to be signed for. */
function signBy(assignedOn: string, { bundle, ruleSet }: PlanView): string | null {
  const { policy, calendar } = bundle;
  const { replyBy } = expectedBy(
    "signFor",
    assignedOn,
    contextFor({ policy: policy.version }, calendar.version, ruleSet),
  );
  return typeof replyBy === "string" ? replyBy : null;
}

function rowView(of: PackageOf, plan: PlanView): PackageRow {
  const { names, today } = plan;
  const { year, holderKind, holder, named, villages, assignedOn, signedOn, signedBy, signedPost } = of;
  return {
    year,
    holder: { kind: holderKind, id: holder },
    name: holderKind === "unit" ? names.unit(holder, today).name : names.fullTitle(holder, today),
    named,
    villages: (villages ?? []).map((id) => names.village(id)),
    assignedOn,
    signBy: signBy(assignedOn, plan),
    signed:
      signedOn === null || signedBy === null || signedPost === null
        ? null
        : { on: signedOn, by: names.person(signedBy), post: names.post(signedPost, today) },
  };
}

export const getPackages = planRoute({
  method: "get",
  path: "/packages",
  tag: "items",
  summary: "Packages of a year, and who has signed for them 交办清单",
  description:
    "Every unit that the plan names or that helps a village is given one package a year, every paired leader's and head's seat the list of its villages; each is signed for once. Who sees everything reads all of them and how many are signed for, everybody else their own.",
  query: packagesQuery,
  response: packages,
  changesWith: "answer",
  personal: true,
  async handler({ plan, query, caller, sight, services }) {
    const reach = reachOfCapacities(caller, plan);
    const isOwn = ({ holderKind, holder }: PackageOf): boolean =>
      holderKind === "unit" ? reach.units.includes(holder) : reach.posts.includes(holder);
    const seesAll = sight.whole;
    const found = await packagesOf(services.pool, plan.id, seesAll ? null : reach);
    const years = [...new Set(found.map(({ year }) => year))];
    const year = query.year ?? years[0] ?? null;
    const ofYear = found.filter((one) => one.year === year);
    const own = ofYear.filter(isOwn);
    const standing = own.length === 0 ? null : await sight.standing(plan.today);
    const counts = seesAll && year !== null ? await packageCounts(services.pool, plan.id, year) : null;
    return {
      years,
      year,
      own: own.map((one) => {
        const row = rowView(one, plan);
        const maySign = row.signed === null && !plan.head.ended && signingCapacity(caller, row.holder) !== undefined;
        const parts = partsOf(one, standing ?? { on: plan.today, items: [], outside: [] }, plan);
        return { ...row, maySign, ...parts };
      }),
      all: ofYear.map((one) => rowView(one, plan)),
      counts: counts && {
        units: { given: counts.units, signed: counts.unitsSigned },
        seats: { given: counts.seats, signed: counts.seatsSigned },
      },
    };
  },
});

export const postPackageSigned = planRoute({
  method: "post",
  path: "/packages/sign",
  tag: "actions",
  summary: "Sign for a package 签收交办清单",
  description:
    "One signature for a year's package: a unit's by its desk or head, a seat's by whoever sits on it or the liaison. What the unit was given by the package's day and has not signed for is signed for with it.",
  body: signPackageBody,
  response: signedPackage,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: ["notYours", "nothingPending", "planEnded", "notDelivered", "temporalAway"],
  handler: signPackage,
});
