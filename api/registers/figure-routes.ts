/** Figures that follow from registers, the plan's KPIs, and the office's choice of a formula. */
import { exactValue, figuresOf, shownValue, type Sums } from "../../domain/registers/figures.js";
import { keepersOf } from "../../domain/registers/keeping.js";
import { methodOf } from "../../domain/registers/register-state.js";
import type { PayloadOf } from "../../domain/ledger/events.js";
import { dateAt, instantAt } from "../../domain/plan/plan-date.js";
import type { Kpi } from "../../domain/plan/plan.js";
import type { Figure, KpiFeed, Registers } from "../../domain/plan/registers.js";
import { registerOf } from "../../domain/plan/registers.js";
import { figuresOn, fixedFigures } from "../../prisma/registers/read-registers.js";
import { ProblemError } from "../http/problem.js";
import { asUnit, capacityFor } from "../inspections/act.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { done, REGISTER_PROBLEMS } from "./act.js";
import * as schemas from "./schemas.js";
import { theRegister } from "./sight.js";

/** A figure's value for one scope as a day left it. */
interface Standing {
  readonly figure: string;
  readonly method: string;
  readonly scope: string;
  readonly sums: Sums;
  readonly changedOn: string;
}

interface FixedFigure {
  readonly payload: PayloadOf<"figureFixed">;
  readonly at: number;
}

export const getFigures = planRoute({
  method: "get",
  path: "/figures",
  tag: "registers",
  summary: "Figures and KPIs 指标",
  description:
    "Each figure with its register, its keepers and by which formula it is computed: its rows are GET …/registers/{register}/rows with `figure` and `scope`. Nothing of it can be typed. KPIs with the figure that answers them, who is to bring it, and whether it is met.",
  query: schemas.figuresQuery,
  response: schemas.figures,
  changesWith: "answer",
  problems: ["dateOutOfRange"],
  async handler({ plan, services, query }) {
    const on = query.on ?? plan.today;
    if (on > plan.today || on < plan.from)
      throw new ProblemError("dateOutOfRange", {
        zh: `可查看${plan.from}至${plan.today}。`,
        en: `The days from ${plan.from} to ${plan.today} can be asked for.`,
      });
    const { registers } = plan.bundle;
    if (!registers) return { on, figures: [], kpis: plan.bundle.plan.kpis.map((kpi) => kpiView(kpi, null, on)) };
    const standing = await figuresOn(services.pool, plan.id, on);
    const until = instantAt(on, "23:59", plan.ruleSet.offsetMinutes) + 59_999;
    const fixed = new Map((await fixedFigures(services.pool, plan.id, until)).map((one) => [one.payload.figure, one]));
    const views = registers.figures.map((figure) => ({
      figure,
      ...figureView(
        figure,
        standing.filter((one) => one.figure === figure.id),
        fixed.get(figure.id),
        registers,
        plan,
      ),
    }));
    return {
      on,
      figures: views.map(({ view }) => view),
      kpis: plan.bundle.plan.kpis.map((kpi) => {
        const answering = views.find(({ figure }) => figure.kpis.some((feed) => feed.kpi === kpi.id));
        const feed = answering?.figure.kpis.find((one) => one.kpi === kpi.id);
        return kpiView(kpi, answering && feed ? { ...answering, feed } : null, on);
      }),
    };
  },
});

function figureView(
  figure: Figure,
  standing: readonly Standing[],
  fixed: FixedFigure | undefined,
  registers: Registers,
  plan: PlanView,
) {
  const { names, today, ruleSet } = plan;
  const register = registerOf(registers, figure.register);
  const method = methodOf({ fixed: fixed ? { [figure.id]: fixed.payload } : {} }, figure);
  const shown = method ? standing.filter((one) => one.method === method.id) : [];
  const sumsOf = ({ sums }: Standing): Sums => [sums[0], fixed?.payload.total ?? sums[1], sums[2], sums[3]];
  const values = method
    ? shown.map((one) => ({
        scope: one.scope,
        name: scopeName(figure, one.scope, plan),
        value: shownValue(method, sumsOf(one)),
        done: one.sums[0],
        of: sumsOf(one)[1],
        changedOn: one.changedOn,
      }))
    : [];
  const view = {
    id: figure.id,
    title: figure.title,
    english: figure.english,
    register: { id: figure.register, title: register?.title ?? "", english: register?.english ?? "" },
    keepers: register
      ? keepersOf(register, plan.bundle.roster).map((id) => ({ id, name: names.unit(id, today).name }))
      : [],
    unit: figure.unit,
    per: [...figure.per],
    methods: figure.methods.map(({ id, title, english }) => ({ id, title, english })),
    method: method?.id ?? null,
    fixed: fixed
      ? {
          on: dateAt(fixed.at, ruleSet.offsetMinutes),
          reason: fixed.payload.reason,
          total: fixed.payload.total,
          version: fixed.payload.version,
        }
      : null,
    values: values.sort((a, b) => (a.scope < b.scope ? -1 : 1)),
    milestones: figure.milestones.map(({ milestone }) => milestone),
  };
  const exact = new Map(method ? shown.map((one) => [one.scope, exactValue(method, sumsOf(one))]) : []);
  return { view, exact };
}

/** A figure's scope in words: its village or township by name, its year. */
function scopeName({ per, register }: Figure, scope: string, plan: PlanView): { zh: string; en: string } {
  const columns = plan.bundle.registers && registerOf(plan.bundle.registers, register)?.columns;
  const parts = scope.split("/").map((part, at) => {
    const type = columns?.find(({ id }) => id === per[at])?.type;
    if (type === "village") return plan.names.village(part).name;
    if (type === "township") return plan.names.township(part).name;
    if (type === "unit") return plan.names.unitRef(part, plan.today).name;
    return type === "year" ? `${part}年` : part;
  });
  return per.length === 0
    ? { zh: plan.bundle.plan.words?.whole ?? "全部", en: "the whole" }
    : { zh: parts.join(""), en: parts.map((part) => part.replace(/年$/, "")).join(" ") };
}

type Answering = ReturnType<typeof figureView> & { readonly figure: Figure; readonly feed: KpiFeed };

function kpiView(kpi: Kpi, answering: Answering | null, on: string) {
  const { id, title, year, target, clause } = kpi;
  const head = { id, title, year, target, clause };
  // A year's figures are known after it: until then nothing is missing.
  const isDue = on >= `${year}-12-31`;
  if (!answering) {
    return {
      ...head,
      figure: null,
      scope: null,
      value: null,
      unit: null,
      owners: [],
      state: isDue ? ("missing" as const) : ("notDue" as const),
    };
  }
  const { view, exact, feed, figure } = answering;
  const scope = figure.per.map((column) => feed.fixed?.[column] ?? "").join("/");
  const value = exact.get(scope) ?? null;
  const isMet = value !== null && (feed.above === undefined ? value >= (feed.atLeast ?? 0) : value > feed.above);
  return {
    ...head,
    figure: figure.id,
    scope,
    value: view.values.find((one) => one.scope === scope)?.value ?? null,
    unit: figure.unit,
    owners: view.keepers,
    state:
      value === null
        ? isDue
          ? ("missing" as const)
          : ("notDue" as const)
        : isMet
          ? ("met" as const)
          : ("unmet" as const),
  };
}

export const postFigureFixed = planRoute({
  method: "post",
  path: "/registers/{register}/figures/{figure}/fix",
  tag: "registers",
  summary: "Fix how a figure is computed 核定口径",
  description:
    "Once, by the office, with what decided it; its whole is fixed with it where the figure says so. Again is a correction. 由办公室核定。",
  params: schemas.figureParams,
  body: schemas.fixBody,
  response: schemas.changed,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: REGISTER_PROBLEMS,
  async handler(call) {
    const { plan, caller, params, body } = call;
    const register = theRegister(plan, params.register);
    const figure =
      plan.bundle.registers && figuresOf(plan.bundle.registers, register.id).find(({ id }) => id === params.figure);
    if (!figure?.methods.some(({ id }) => id === body.method))
      throw new ProblemError("badValue", {
        zh: `本台账没有指标“${params.figure}”，或没有“${body.method}”这种口径。`,
        en: `The register has no figure ${params.figure} that is computed by ${body.method}.`,
      });
    const capacity = capacityFor(caller, asUnit(plan.bundle.roster.bodies.office));
    await done(call, register.id, { kind: "fixFigure", figure: figure.id, ...body }, capacity);
    const { head } = await call.services.plans.view(plan.id);
    const seq = head.streams.find(({ stream }) => stream === `register/${register.id}`)?.seq ?? 0;
    return { register: register.id, seq, changed: 1 };
  },
});
