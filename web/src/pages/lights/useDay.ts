/**
 * The day one looks at, and the open cell. Both stand in the address, so that they can be passed on; the address follows when
 * the slider rests, since a browser takes only so many changes of it. Today is not named: it moves.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";

/** The slider rests when it has not moved for so long (milliseconds). */
const REST = 250;

export interface Looking {
  readonly day: string;
  readonly setDay: (day: string) => void;
  readonly cell: string | null;
  readonly setCell: (cell: string | null) => void;
}

export function useDay(from: string, today: string): Looking {
  const [params, setParams] = useSearchParams();
  const named = params.get("on");
  const addressed =
    named !== null && named >= from && named < today && !Number.isNaN(Date.parse(named)) ? named : today;
  const [chosen, setChosen] = useState<string | null>(null);
  // The address has followed: from here on it leads again, also on the way back.
  if (chosen !== null && chosen === addressed) setChosen(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = useCallback(
    (name: string, value: string | null) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );
  const setDay = useCallback(
    (day: string) => {
      setChosen(day);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => change("on", day === today ? null : day), REST);
    },
    [change, today],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  const setCell = useCallback((cell: string | null) => change("cell", cell), [change]);
  return { day: chosen ?? addressed, setDay, cell: params.get("cell"), setCell };
}
