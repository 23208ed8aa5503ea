/** What a kind of ledger row is called in few words, and how it is set off. */
import type { EventType, FeedRow } from "../api/types.js";
import { useTexts } from "../i18n/index.js";
import { zh } from "../i18n/zh.js";

/** How a row is set off: trouble, pressure, progress, an end, or nothing in particular. */
export type Tone = "red" | "yellow" | "green" | "blue" | "grey";

const BY_INSTRUMENT: Readonly<Record<string, Tone>> = {
  reminder: "yellow",
  urge: "yellow",
  supervise: "red",
  escalate: "red",
  summonsTalk: "red",
  longOverdueList: "red",
};

const BY_TYPE: Readonly<Record<string, Tone>> = {
  signedFor: "green",
  packageSignedFor: "green",
  packagesPressed: "yellow",
  progressReported: "green",
  reported: "green",
  verified: "green",
  acknowledged: "green",
  closed: "blue",
  returned: "yellow",
  reopened: "yellow",
  instrumentLapsed: "yellow",
  longOverdueListed: "red",
} satisfies { readonly [T in EventType]?: Tone };

type RowName = keyof typeof zh.rows;
const isNamed = (type: string): type is RowName => type in zh.rows;

type Kinded = Pick<FeedRow, "type" | "told">;

export function useRowKind(): (row: Kinded) => { readonly name: string; readonly tone: Tone } {
  const { t } = useTexts();
  return ({ type, told }) => {
    const instrument = told[0]?.instrument;
    const fired = type === "rungFired" && instrument !== undefined;
    return {
      name: fired ? t(`instrument.${instrument}`) : t(`rows.${isNamed(type) ? type : "other"}`),
      tone: (fired ? BY_INSTRUMENT[instrument] : BY_TYPE[type]) ?? "grey",
    };
  };
}
