/** A unit's grid: typed into at once, saved a moment later, again and again until it is; what somebody else has saved is shown. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Column } from "../../../../domain/months/answers.js";
import { put, Refused } from "../../api/client.js";
import type { MonthGrid, SavedDraft } from "../../api/types.js";
import type { ChangedRow } from "../../components/grid/block.js";
import { changedGrid, type Conflict, type GridState, openGrid, savedGrid, settledGrid, toSave } from "./grid-state.js";

/** Saved once nothing was typed for so long; where nobody answered, tried again after so long (milliseconds). */
const QUIET = 700;
const AGAIN = 4_000;

export interface OpenGrid {
  readonly state: GridState;
  /** `conflict`: all else is saved, and somebody has to choose first. `refused`: it is not tried again as it stands. */
  readonly phase: "saved" | "waiting" | "saving" | "failed" | "refused" | "conflict";
  /** Why it was refused. */
  readonly refusal: Refused | null;
  /** The same function as long as the grid is open. */
  readonly change: (changes: readonly ChangedRow<Column>[]) => void;
  settle(conflict: Conflict, take: "theirs" | "mine"): void;
  /** Resolves with what names the whole of it once everything is saved; null where it can't be now: `phase` says why. */
  saveNow(): Promise<string | null>;
}

type Saved = "saved" | "failed" | "refused";

/** Asked again it is refused again: neither too often, nor by who has to sign in anew, nor for a fault there. */
const isFinal = (error: unknown): error is Refused =>
  error instanceof Refused && error.status < 500 && error.status !== 401 && error.status !== 429;

export function useGrid(path: string, grid: MonthGrid): OpenGrid {
  const [state, setState] = useState<GridState>(() => openGrid(grid.rows));
  const [phase, setPhase] = useState<Exclude<OpenGrid["phase"], "conflict">>("saved");
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const current = useRef(state);
  const draft = useRef(grid.draft);
  const flying = useRef<Promise<Saved> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const apply = useCallback((next: GridState): void => {
    current.current = next;
    setState(next);
  }, []);

  const save = useCallback(async (): Promise<Saved> => {
    if (flying.current) return flying.current;
    const saving = toSave(current.current);
    if (!saving) {
      setRefusal(null);
      setPhase("saved");
      return "saved";
    }
    setPhase("saving");
    const run = async (): Promise<Saved> => {
      try {
        const answer = await put<SavedDraft>(`${path}/draft`, { rows: saving.rows });
        draft.current = answer.draft;
        apply(savedGrid(current.current, saving, answer));
        setRefusal(null);
        return "saved";
      } catch (error) {
        const refused = isFinal(error) ? error : null;
        setRefusal(refused);
        return refused ? "refused" : "failed";
      } finally {
        flying.current = null;
      }
    };
    flying.current = run();
    const done = await flying.current;
    setPhase(done === "saved" && toSave(current.current) ? "waiting" : done);
    return done;
  }, [path, apply]);

  const schedule = useCallback(
    function again(after: number): void {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        void save().then((done) => {
          if (done === "failed") again(AGAIN);
          else if (done === "saved" && toSave(current.current)) again(QUIET);
        });
      }, after);
    },
    [save],
  );

  useEffect(() => {
    const leave = (event: BeforeUnloadEvent): void => {
      if (toSave(current.current) || current.current.conflicts.length > 0) event.preventDefault();
    };
    addEventListener("beforeunload", leave);
    return () => {
      removeEventListener("beforeunload", leave);
      clearTimeout(timer.current);
      // Gone to another page: what was typed last is saved on the way.
      void save();
    };
  }, [save]);

  const change = useCallback(
    (changes: readonly ChangedRow<Column>[]): void => {
      apply(changedGrid(current.current, changes));
      setPhase("waiting");
      schedule(QUIET);
    },
    [apply, schedule],
  );

  return {
    state,
    phase: phase === "saved" && state.conflicts.length > 0 ? "conflict" : phase,
    refusal,
    change,
    settle(conflict, take) {
      apply(settledGrid(current.current, conflict, take));
      // What the other wrote is saved already: nothing may be left to save.
      setPhase(toSave(current.current) ? "waiting" : "saved");
      schedule(QUIET);
    },
    async saveNow() {
      clearTimeout(timer.current);
      while (toSave(current.current)) {
        const done = await save();
        if (done === "saved") continue;
        if (done === "failed") schedule(AGAIN);
        return null;
      }
      return current.current.conflicts.length > 0 ? null : draft.current;
    },
  };
}
