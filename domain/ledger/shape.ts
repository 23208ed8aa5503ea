/**
 * Shapes of JSON values as data: one description gives the TypeScript type (`TypeOf`), the check of a value that was stored
 * (`fault`) and, in tests, generated examples. A value may have members that its shape does not name: they are left alone.
 */
import { cutText } from "../language/text.js";

interface Text {
  readonly kind: "text";
}
interface Numeric {
  readonly kind: "number";
}
interface Flag {
  readonly kind: "flag";
}
/** One text of a closed list. A further text is a new version of whatever has it. */
interface OneOf<V extends string> {
  readonly kind: "oneOf";
  readonly values: readonly V[];
}
interface Nullable<S extends Shape> {
  readonly kind: "nullable";
  readonly of: S;
}
interface ListOf<S extends Shape> {
  readonly kind: "list";
  readonly of: S;
}
/** Values of one shape by any name. */
interface MapOf<S extends Shape> {
  readonly kind: "map";
  readonly of: S;
}
/** A member that may be absent. */
interface Optional<S extends Shape> {
  readonly kind: "optional";
  readonly of: S;
}

export type Members = Readonly<Record<string, Shape | Optional<Shape>>>;

export interface Fields<M extends Members = Members> {
  readonly kind: "fields";
  readonly members: M;
}

/** Objects told apart by a text in their member `kind`. */
export interface Cases<C extends Readonly<Record<string, Fields>> = Readonly<Record<string, Fields>>> {
  readonly kind: "cases";
  readonly cases: C;
}

export type Shape =
  | Text
  | Numeric
  | Flag
  | OneOf<string>
  | { readonly kind: "nullable"; readonly of: Shape }
  | { readonly kind: "list"; readonly of: Shape }
  | { readonly kind: "map"; readonly of: Shape }
  | Fields
  | Cases;

type RequiredNames<M extends Members> = {
  [N in keyof M]: M[N] extends { readonly kind: "optional" } ? never : N;
}[keyof M];

type FieldsType<M extends Members> = {
  readonly [N in RequiredNames<M>]: M[N] extends Shape ? TypeOf<M[N]> : never;
} & {
  readonly [N in Exclude<keyof M, RequiredNames<M>>]?: M[N] extends Optional<infer S> ? TypeOf<S> : never;
};

/** Shows an intersection as the one object type that it is. */
type Flat<T> = { [N in keyof T]: T[N] };

/** The TypeScript type of the values that a shape describes. */
export type TypeOf<S extends Shape> = S extends Text
  ? string
  : S extends Numeric
    ? number
    : S extends Flag
      ? boolean
      : S extends OneOf<infer V>
        ? V
        : S extends Nullable<infer O>
          ? TypeOf<O> | null
          : S extends ListOf<infer O>
            ? readonly TypeOf<O>[]
            : S extends MapOf<infer O>
              ? Readonly<Record<string, TypeOf<O>>>
              : S extends Fields<infer M>
                ? Flat<FieldsType<M>>
                : S extends Cases<infer C>
                  ? { [K in keyof C]: Flat<{ readonly kind: K } & FieldsType<C[K]["members"]>> }[keyof C]
                  : never;

export const text: Text = { kind: "text" };
export const number: Numeric = { kind: "number" };
export const flag: Flag = { kind: "flag" };
/** A day of the plan, `YYYY-MM-DD`. */
export const day: Text = text;
export const oneOf = <const V extends string>(values: readonly V[]): OneOf<V> => ({ kind: "oneOf", values });
export const nullable = <S extends Shape>(of: S): Nullable<S> => ({ kind: "nullable", of });
export const list = <S extends Shape>(of: S): ListOf<S> => ({ kind: "list", of });
export const map = <S extends Shape>(of: S): MapOf<S> => ({ kind: "map", of });
export const optional = <S extends Shape>(of: S): Optional<S> => ({ kind: "optional", of });
export const fields = <M extends Members>(members: M): Fields<M> => ({ kind: "fields", members });
export const cases = <C extends Readonly<Record<string, Fields>>>(byKind: C): Cases<C> => ({
  kind: "cases",
  cases: byKind,
});

/** What is wrong with a value, and where in it. */
export interface Fault {
  /** `streams[2].task`; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function nameOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? JSON.stringify(cutText(value, 40)) : `a ${typeof value}`;
}

const wrong = (path: string, expected: string, value: unknown): Fault => ({ path, expected, found: nameOf(value) });
const below = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

function firstFault<T>(values: Iterable<T>, faultOf: (value: T) => Fault | null): Fault | null {
  for (const value of values) {
    const found = faultOf(value);
    if (found) return found;
  }
  return null;
}

/** The first thing that keeps a value from being of a shape; null when it is of it. */
export function fault(shape: Shape, value: unknown, path = ""): Fault | null {
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? null : wrong(path, "a text", value);
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? null : wrong(path, "a number", value);
    case "flag":
      return typeof value === "boolean" ? null : wrong(path, "true or false", value);
    case "oneOf":
      return typeof value === "string" && shape.values.includes(value)
        ? null
        : wrong(path, `one of ${shape.values.join(", ")}`, value);
    case "nullable":
      return value === null ? null : fault(shape.of, value, path);
    case "list":
      return Array.isArray(value)
        ? firstFault(value.entries(), ([index, each]) => fault(shape.of, each, `${path}[${index}]`))
        : wrong(path, "a list", value);
    case "map":
      return isObject(value)
        ? firstFault(Object.entries(value), ([name, each]) => fault(shape.of, each, below(path, name)))
        : wrong(path, "an object", value);
    case "fields":
      return isObject(value) ? memberFault(shape.members, value, path) : wrong(path, "an object", value);
    case "cases": {
      if (!isObject(value)) return wrong(path, "an object", value);
      const { kind } = value;
      const known = typeof kind === "string" && Object.hasOwn(shape.cases, kind) ? shape.cases[kind] : undefined;
      return known
        ? memberFault(known.members, value, path)
        : wrong(below(path, "kind"), `one of ${Object.keys(shape.cases).join(", ")}`, kind);
    }
  }
}

function memberFault(members: Members, value: Readonly<Record<string, unknown>>, path: string): Fault | null {
  for (const name in members) {
    const member = members[name];
    if (member === undefined) continue;
    const own = value[name];
    if (member.kind === "optional") {
      const found = own === undefined ? null : fault(member.of, own, below(path, name));
      if (found) return found;
    } else {
      const found = fault(member, own, below(path, name));
      if (found) return found;
    }
  }
  return null;
}

/** Whether a value is of a shape. */
export function matches<S extends Shape>(shape: S, value: unknown): value is TypeOf<S> {
  return fault(shape, value) === null;
}
