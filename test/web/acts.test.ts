/** The page's forms of the catalogue's acts and orders, against what the API takes. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ACTION_ROUTES } from "../../api/actions/routes.js";
import { type FormField, requestFields } from "../../domain/forms/field.js";
import { ACT_KINDS, ACTS } from "../../domain/items/acts/catalogue.js";
import { ORDER_KINDS, ORDERS } from "../../domain/streams/order-entries.js";
import { actForm, behalfForm, isAboutInstruction, orderForm } from "../../web/src/actions/acts.js";
import { type Around, bodyOf, isOptional, wrongWith } from "../../web/src/actions/fields.js";

const named = (fields: readonly FormField[]): string[] => fields.map(({ name }) => name).sort();

/** The body that the API takes on a route, by field. */
function bodyOn(path: string): Readonly<Record<string, z.ZodType>> {
  const body = ACTION_ROUTES.find((route) => route.path.endsWith(path))?.body;
  if (!(body instanceof z.ZodObject)) throw new Error(`no route ${path}`);
  return body.shape as Readonly<Record<string, z.ZodType>>;
}

/** What a body has that a form doesn't: the envelope, and what is for programs only. */
const BESIDE = ["items", "post", "onBehalfOf", "scan", "totals", "delegation"];

describe("acts", () => {
  it.each(ACT_KINDS.filter((kind) => ACTS[kind].at === undefined))(
    "%s is filled in with what the API takes",
    (kind) => {
      const body = bodyOn(`/actions/${kind}`);
      const { fields } = actForm(kind);
      expect(named(fields)).toEqual(
        Object.keys(body)
          .filter((name) => !BESIDE.includes(name))
          .sort(),
      );
      // Whatever a form may leave out, the API does without.
      for (const field of fields)
        if (isOptional(field) || field.when !== undefined)
          expect(body[field.name]?.safeParse(undefined).success, field.name).toBe(true);
      expect(isAboutInstruction(kind)).toBe("instruction" in body);
    },
  );

  it("of leaders are entered by the office with the leader's name and the scan", () => {
    const leaders = ACT_KINDS.filter((kind) => ACTS[kind].onBehalf === "office");
    expect(leaders.sort()).toEqual(["acceptReply", "acknowledge", "giveOpinion", "instruct", "returnReply"]);
    for (const kind of leaders) {
      const { fields } = behalfForm(kind);
      expect([fields[0]?.name, fields.at(-1)?.name]).toEqual(["onBehalfOf", "scan"]);
      expect(Object.keys(bodyOn(`/actions/${kind}`))).toEqual(expect.arrayContaining(named(fields)));
    }
  });
});

describe("orders", () => {
  it.each(ORDER_KINDS)("%s is filled in with what the API takes", (kind) => {
    // A visit names no items here.
    const left = kind === "logVisit" ? [...BESIDE, "items"] : BESIDE;
    const asked = requestFields(ORDERS[kind].fields).map(([name]) => name);
    expect(named(orderForm(kind).fields)).toEqual(asked.filter((name) => !left.includes(name)).sort());
    expect(Object.keys(bodyOn(`/orders/${kind}`)).sort()).toEqual(["post", ...asked].sort());
  });
});

describe("a form's values", () => {
  const around: Around = {
    today: "2021-06-01",
    item: null,
    items: [{ id: "a", deadline: "2021-06-30" }],
    refs: [],
  };
  const field = (fields: readonly FormField[], name: string): FormField =>
    fields.find((one) => one.name === name) as FormField;

  it("are looked at before they are sent", () => {
    const to = field(actForm("requestExtension").fields, "to");
    expect(wrongWith(to, {}, around)).toEqual({ kind: "missing", choose: true });
    expect(wrongWith(to, { to: "2021-06-30" }, around)).toEqual({ kind: "later", day: "2021-06-30" });
    expect(wrongWith(to, { to: "2021-07-01" }, around)).toBeNull();
    const on = field(orderForm("logVisit").fields, "on");
    expect(wrongWith(on, { on: "2021-06-02" }, around)).toEqual({ kind: "notLater", day: "2021-06-01" });
    const figures = field(actForm("reportProgress").fields, "figures");
    expect(wrongWith(figures, { figures: { done: -1 } }, around)).toEqual({ kind: "badFigures" });
    expect(wrongWith(figures, { figures: { done: 3 } }, around)).toBeNull();
    const villages = field(orderForm("suspendArea").fields, "villages");
    expect(wrongWith(villages, { townships: ["t"] }, around)).toBeNull();
    expect(wrongWith(villages, {}, around)).toMatchObject({ kind: "missing" });
  });

  it("are sent without what is empty or not shown, and trimmed", () => {
    const talk = { hold: false, on: "2021-06-09", text: " 不约谈 " };
    expect(bodyOf(actForm("decideTalk").fields, talk, around)).toEqual({ hold: false, text: "不约谈" });
    expect(bodyOf(orderForm("suspendArea").fields, { townships: ["t"], villages: [] }, around)).toEqual({
      townships: ["t"],
    });
    expect(bodyOf(actForm("assignVerifier").fields, { text: "收回" }, around)).toEqual({
      verifier: null,
      text: "收回",
    });
  });
});
