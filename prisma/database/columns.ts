/** Columns whose values Prisma's client knows otherwise than the domain does. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Prisma } from "../generated/client.js";

/** A `date` column's value, which the client gives as midnight UTC. */
export const dayOf = (date: Date): PlanDate => date.toISOString().slice(0, 10);

/** A day for a `date` column. */
export const dateOf = (day: PlanDate): Date => new Date(`${day}T00:00:00Z`);

/** A filter of a `date` column: days from and up to and including these. */
export const daysFrom = (from: PlanDate | undefined, to: PlanDate | undefined): { gte?: Date; lte?: Date } => ({
  ...(from === undefined ? {} : { gte: dateOf(from) }),
  ...(to === undefined ? {} : { lte: dateOf(to) }),
});

/** What is in a Json column, as the type of whoever wrote it there: the database knows of no other. */
export const fromJson = <T>(value: Prisma.JsonValue): T => value as T;

/** Something of the domain for a Json column. */
export const toJson = (value: object): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
