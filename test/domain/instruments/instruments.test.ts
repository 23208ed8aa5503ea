import { describe, expect, it } from "vitest";
import {
  INSTRUMENT_COLUMNS,
  INSTRUMENT_IDS,
  INSTRUMENTS,
  PRESSING_INSTRUMENTS,
  RUNG_INSTRUMENTS,
  SIGNED_INSTRUMENTS,
} from "../../../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../../../domain/instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../../../domain/instruments/names.zh.js";

describe("instruments", () => {
  it("have a name of their own in each language", () => {
    for (const names of [INSTRUMENT_NAMES_ZH, INSTRUMENT_NAMES_EN]) {
      expect(Object.keys(names)).toEqual(INSTRUMENT_IDS);
      expect(new Set(Object.values(names)).size).toBe(INSTRUMENT_IDS.length);
    }
  });

  it("climb in the ladder's order, and what presses may stand on a rung", () => {
    expect(RUNG_INSTRUMENTS).toEqual(["reminder", "urge", "supervise", "escalate", "summonsTalk"]);
    expect(PRESSING_INSTRUMENTS).toEqual(["reminder", "urge", "supervise"]);
    expect(SIGNED_INSTRUMENTS).toEqual(["supervise", "summonsTalk"]);
  });

  it("submit to leaders what demands nothing of them", () => {
    const upward = INSTRUMENT_IDS.filter((id) => INSTRUMENTS[id].direction === "upward");
    expect(upward).toEqual(["escalate", "summonsTalk", "instructionReply", "upwardReport"]);
    expect(upward.filter((id) => INSTRUMENTS[id].presses)).toEqual([]);
  });

  it("are all counted, a rung's instruments each in a column of its own", () => {
    expect(INSTRUMENT_COLUMNS).toHaveLength(16);
    for (const id of RUNG_INSTRUMENTS) expect(INSTRUMENTS[id].column).toBe(id);
  });
});
