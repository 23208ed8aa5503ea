/** A register's stream as it is folded from its rows: small, as the rows of the register themselves stand in the tables. */
import type { RegisterEventType } from "../ledger/events.js";
import type { FoldedRow, LedgerRow, NewRow } from "../ledger/record.js";
import type { Figure, FigureMethod } from "../plan/registers.js";
import { type FigureNow, type Sums, sumKey } from "./figures.js";
import { registerOfStream } from "./register-name.js";

/** How a figure is computed, as the office chose. */
export interface Fixed {
  readonly method: string;
  readonly version: number;
  readonly total: number | null;
}

export interface RegisterState {
  readonly stream: string;
  readonly register: string;
  readonly seq: number;
  readonly calendar: number;
  /** The version of the plan's registers by which its figures stand; 0 before it is opened. */
  readonly registers: number;
  readonly fixed: Readonly<Record<string, Fixed>>;
  /** Running sums by `sumKey`. */
  readonly sums: ReadonlyMap<string, FigureNow>;
}

export const emptyRegister = (stream: string): RegisterState => ({
  stream,
  register: registerOfStream(stream),
  seq: 0,
  calendar: 0,
  registers: 0,
  fixed: {},
  sums: new Map(),
});

const folds: {
  readonly [T in RegisterEventType]: (state: RegisterState, payload: FoldedRow<T>["payload"]) => RegisterState;
} = {
  registerOpened: (state, { registers, calendar }) => ({ ...state, registers, calendar }),
  registerRowsChanged: (state) => state,
  figureFixed: (state, { figure, method, version, total }) => ({
    ...state,
    fixed: { ...state.fixed, [figure]: { method, version, total } },
  }),
  figuresMoved: (state, { registers, figures }) => {
    // Under another version all of them are told anew.
    const sums = new Map(registers === state.registers ? state.sums : []);
    for (const { sums: told, ...of } of figures) sums.set(sumKey(of), { ...of, sums: told as unknown as Sums });
    return { ...state, registers, sums };
  },
};

const isOwn = (type: string): type is RegisterEventType => Object.hasOwn(folds, type);

/** Folds rows into the state. Sequence numbers follow from the rows' count. */
export function applyRegisterRows(state: RegisterState, rows: readonly (NewRow | LedgerRow)[]): RegisterState {
  let after = state;
  for (const { type, payload } of rows) {
    if (isOwn(type)) after = (folds[type] as (state: RegisterState, payload: unknown) => RegisterState)(after, payload);
    after = { ...after, seq: after.seq + 1 };
  }
  return after;
}

/** The method by which a figure is computed: the only one, or the office's choice; undefined while it has not chosen. */
export function methodOf({ fixed }: Pick<RegisterState, "fixed">, figure: Figure): FigureMethod | undefined {
  const chosen = fixed[figure.id];
  if (chosen) return figure.methods.find(({ id }) => id === chosen.method);
  return figure.methods.length === 1 && !figure.fixesTotal ? figure.methods[0] : undefined;
}

/** A figure's sums for a scope, its whole as the office fixed it. */
export function sumsOf(
  state: Pick<RegisterState, "fixed" | "sums">,
  figure: Figure,
  method: string,
  scope: string,
): Sums {
  const [done, of, minusDone, minusOf] = state.sums.get(sumKey({ figure: figure.id, method, scope }))?.sums ?? [
    0, 0, 0, 0,
  ];
  return [done, state.fixed[figure.id]?.total ?? of, minusDone, minusOf];
}
