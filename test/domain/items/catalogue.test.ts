import { inWords, wordsOf } from "../../../domain/plan/words.js";
import { describe, expect, it } from "vitest";
import { formFields, type FormField } from "../../../domain/forms/field.js";
import { ACT_KINDS, ACTS, actNames, fieldsOf, textsToSay } from "../../../domain/items/acts/catalogue.js";
import type { CommandKind } from "../../../domain/items/commands.js";
import { ORDER_KINDS, ORDERS } from "../../../domain/streams/order-entries.js";

const forms: readonly (readonly [string, () => FormField[]])[] = [
  ...ACT_KINDS.map((kind) => [kind, () => formFields(ACTS[kind])] as const),
  ...ORDER_KINDS.map((kind) => [`order ${kind}`, () => formFields(ORDERS[kind])] as const),
];

describe("catalogue of acts", () => {
  it.each(forms)("asks on the form of %s for what has a name in both languages", (_name, form) => {
    for (const { label } of form()) {
      expect(inWords(label.zh, wordsOf({}, "zh"))).toMatch(/\p{Script=Han}/u);
      expect(label.en).toMatch(/^[A-Z]/);
    }
  });

  it("calls every act by a name of its own", () => {
    for (const language of ["zh", "en"] as const)
      expect(new Set(Object.values(actNames(language))).size).toBe(ACT_KINDS.length);
  });

  it("lets somebody do each act", () => {
    for (const kind of ACT_KINDS) {
      expect(ACTS[kind].who.length, kind).toBeGreaterThan(0);
      for (const { roles } of ACTS[kind].who) expect(roles.length, kind).toBeGreaterThan(0);
    }
  });

  it("insists on what the ledger must be able to say", () => {
    const kinds: readonly CommandKind[] = [...ACT_KINDS, "importRunning", "handOverPost", "migratePolicy"];
    const said = kinds.flatMap((kind) => (textsToSay(kind).length > 0 ? [[kind, textsToSay(kind)] as const] : []));
    expect(Object.fromEntries(said)).toEqual({
      annotate: ["text"],
      answer: ["cause", "measures", "responsible"],
      assignVerifier: ["text"],
      cancel: ["reason"],
      changeReading: ["reason"],
      closeCauseReview: ["reason"],
      decideSeverity: ["reason"],
      decideTalk: ["text"],
      fileEvidence: ["name", "mediaType", "effectiveOn"],
      handOverPost: ["post", "to", "reason"],
      holdEscalation: ["reason"],
      holdInstrument: ["reason"],
      instruct: ["unit", "text"],
      logCall: ["to", "text"],
      openCauseReview: ["reason"],
      reassign: ["primaryUnit", "reason"],
      reopen: ["reason"],
      replyToInstruction: ["text"],
      reportSupport: ["text"],
      requestExtension: ["reason"],
      resume: ["reason"],
      returnAnswer: ["reason"],
      returnForRework: ["reason"],
      returnReply: ["reason"],
      setTimetable: ["text"],
      suspend: ["reason", "approver"],
    });
  });

  it("has the ledger's own acts beside those of people", () => {
    for (const kind of ["importRunning", "handOverPost", "migratePolicy"] as const)
      expect(Object.keys(fieldsOf(kind))).not.toEqual([]);
  });
});
