/** Registers: what there is, who keeps it, what is missing, and a register with its columns. */
import { keepersOf } from "../../domain/registers/keeping.js";
import { placeColumn, type Register, type RegisterColumn } from "../../domain/plan/registers.js";
import { countRows, placesKept } from "../../prisma/registers/read-registers.js";
import type { Caller } from "../rights/caller.js";
import { planRoute } from "../serving/route.js";
import type { Services } from "../serving/services.js";
import type { PlanView } from "../views/plan-view.js";
import * as schemas from "./schemas.js";
import { keepingCapacity, ownKeepers, type RowSight, rowSight, theRegister } from "./sight.js";

interface Asking {
  readonly plan: PlanView;
  readonly caller: Caller;
  readonly services: Services;
}

export const getRegisters = planRoute({
  method: "get",
  path: "/registers",
  tag: "registers",
  summary: "The plan's registers 台账",
  description: "Registers of facts (清单、台账) that the plan asks for, with what the caller sees and keeps of each.",
  response: schemas.registers,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const counts = new Map((await countRows(call.services.pool, call.plan.id)).map((one) => [one.register, one]));
    const registers = call.plan.bundle.registers?.registers ?? [];
    return {
      registers: await Promise.all(registers.map((register) => headView(register, counts.get(register.id), call))),
    };
  },
});

async function headView(
  register: Register,
  counted: { readonly rows: number; readonly changedOn: string } | undefined,
  { plan, caller, services }: Asking,
) {
  const { names, today, bundle } = plan;
  const sight = rowSight(register, caller, plan);
  const kept = await keptPlaces(register, plan, services);
  const seen = sight.column === null ? (counted?.rows ?? 0) : sum(kept, sight);
  return {
    id: register.id,
    title: register.title,
    english: register.english,
    clause: register.clause,
    task: register.task ?? null,
    ofPlan: register.textSource === "plan",
    keepers: keepersOf(register, bundle.roster).map((id) => ({ id, name: names.unit(id, today).name })),
    rhythm: register.rhythm,
    rows: sight.column !== null && sight.values.length === 0 ? null : seen,
    changedOn: counted?.changedOn ?? null,
    mine: ownKeepers(register, caller, plan).size > 0,
    missing: missingPlaces(register, kept, sight, plan),
  };
}

type Kept = ReadonlyMap<string, number>;

async function keptPlaces(register: Register, { id: planId }: PlanView, { pool }: Services): Promise<Kept> {
  const column = placeColumn(register);
  if (!column) return new Map();
  const found = await placesKept(pool, { planId, register: register.id }, column.id);
  return new Map(found.map(({ place, rows }) => [place, rows]));
}

const sum = (kept: Kept, { values }: RowSight): number =>
  values.reduce((total, value) => total + (kept.get(value) ?? 0), 0);

function missingPlaces({ expects }: Register, kept: Kept, sight: RowSight, { bundle: { roster } }: PlanView) {
  if (!expects) return [];
  const all = expects === "villages" ? roster.villages : roster.townships;
  return all
    .filter(({ id }) => !kept.has(id) && (sight.column === null || sight.values.includes(id)))
    .map(({ id, name }) => ({ id, name }));
}

export const getRegister = planRoute({
  method: "get",
  path: "/registers/{register}",
  tag: "registers",
  summary: "A register with its columns 台账格式",
  params: schemas.registerParams,
  response: schemas.registerView,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRegister"],
  async handler(call) {
    const { plan, caller, services, params } = call;
    const register = theRegister(plan, params.register);
    const counts = await countRows(services.pool, plan.id);
    const head = await headView(
      register,
      counts.find((one) => one.register === register.id),
      call,
    );
    const capacity = keepingCapacity(register, caller, plan);
    return {
      ...head,
      version: plan.bundle.registers?.version ?? 0,
      columns: register.columns.map((column) => columnView(register, column, plan)),
      checks: register.checks.map(({ sum, equals, atMost }) => ({
        sum: [...sum],
        equals: equals ?? null,
        atMost: atMost ?? null,
      })),
      edits: head.mine ? ("own" as const) : capacity ? ("withReason" as const) : ("none" as const),
      hasKey: services.registerKeys !== null,
      figures: (plan.bundle.registers?.figures ?? [])
        .filter((figure) => figure.register === register.id)
        .map(({ id, title, english }) => ({ id, title, english })),
    };
  },
});

function columnView({ key }: Register, column: RegisterColumn, plan: PlanView) {
  const { id, title, english, type, unit, required = false, sensitive = false, note, options } = column;
  const listed = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  const { villages, townships } = plan.bundle.roster;
  const named = (places: readonly { readonly id: string; readonly name: string }[]) =>
    places.map((place) => ({ value: place.id, label: place.name }));
  const inTownship = new Map(townships.map((township) => [township.id, township.name]));
  // Villages of one name are told apart by their townships, as whoever reads the cell does (domain/registers/places.ts).
  const village = ({ id: value, name, township }: (typeof villages)[number]) => ({
    value,
    label: villages.some((other) => other.name === name && other.id !== value)
      ? `${inTownship.get(township) ?? ""}${name}`
      : name,
  });
  const choices = {
    choice: () => listed(options ?? []),
    flag: () => listed(["是", "否"]),
    village: () => villages.map(village),
    township: () => named(townships),
    unit: () =>
      plan.bundle.roster.units.map((one) => ({ value: one.id, label: plan.names.unit(one.id, plan.today).name })),
  } as Readonly<Record<string, () => { value: string; label: string }[]>>;
  return {
    id,
    title,
    english,
    type,
    unit: unit ?? null,
    required,
    sensitive,
    key: key.includes(id),
    min: column.min ?? null,
    max: column.max ?? null,
    decimals: column.decimals ?? null,
    note: note ?? null,
    options: choices[type]?.() ?? null,
  };
}
