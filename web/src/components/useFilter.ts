/** A list's filter, which stands in the address: it can be kept as a bookmark, passed on, and gone back to. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export type Filter<Name extends string> = Readonly<Partial<Record<Name, string>>>;

export interface OpenFilter<Name extends string> {
  readonly filter: Filter<Name>;
  /** Null or nothing takes a part of the filter away. */
  readonly change: (parts: Readonly<Partial<Record<Name, string | null>>>) => void;
  readonly clear: () => void;
  /** How many parts are set. */
  readonly set: number;
}

/** Several values of one part are joined by commas. */
export const several = (value: string | undefined): string[] => value?.split(",").filter(Boolean) ?? [];

/** `names` are the parameters that make the filter; others in the address are left alone. */
export function useFilter<Name extends string>(names: readonly Name[]): OpenFilter<Name> {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const filter = useMemo(() => {
    const read = new URLSearchParams(text);
    return Object.fromEntries(
      names.flatMap((name) => {
        const values = read.getAll(name).filter((value) => value !== "");
        return values.length === 0 ? [] : [[name, values.join(",")]];
      }),
    ) as Filter<Name>;
  }, [names, text]);
  const change = useCallback<OpenFilter<Name>["change"]>(
    (parts) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries<string | null | undefined>(parts)) {
            next.delete(name);
            for (const one of several(value ?? "")) next.append(name, one);
          }
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );
  const clear = useCallback(
    () => change(Object.fromEntries(names.map((name) => [name, null])) as Record<Name, null>),
    [change, names],
  );
  return { filter, change, clear, set: Object.keys(filter).length };
}
