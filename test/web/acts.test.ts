/** The page's table of forms against what the API takes. */
import { describe, expect, it } from "vitest";
import { ACTIONS, EVIDENCE } from "../../api/actions/catalogue.js";
import { ORDERS as API_ORDERS } from "../../api/actions/orders.js";
import { ACTS, ORDERS } from "../../web/src/actions/acts.js";
import { type Around, bodyOf, type Field, wrongWith } from "../../web/src/actions/fields.js";
import { en } from "../../web/src/i18n/en.js";
import { zh } from "../../web/src/i18n/zh.js";

const named = (fields: readonly Field[]): string[] => fields.map(({ name }) => name).sort();

describe("actions", () => {
  it("are all there, by the API's own names", () => {
    const all = [...ACTIONS, EVIDENCE];
    expect(Object.keys(ACTS).sort()).toEqual(all.map(({ kind }) => kind).sort());
    for (const { kind, name } of all) expect(zh.act[kind as keyof typeof zh.act]).toBe(name.zh);
  });

  it.each(ACTIONS.map((action) => [action.kind, action] as const))(
    "%s is filled in with what the API takes",
    (kind, action) => {
      const act = ACTS[kind as keyof typeof ACTS];
      if (act.at === "drafts") return;
      // Totals item by item are for programs.
      expect(named(act.fields)).toEqual(
        Object.keys(action.fields)
          .filter((name) => name !== "totals")
          .sort(),
      );
      expect(Boolean(act.leaders)).toBe(Boolean(action.leaders));
      expect(Boolean(act.ref)).toBe("instruction" in action.fields);
    },
  );
});

describe("orders", () => {
  it.each(API_ORDERS.map((order) => [order.kind as keyof typeof ORDERS, order] as const))(
    "%s is filled in with what the API takes",
    (kind, order) => {
      // A visit names no items here; which substitution is ended is told by its row.
      const left = { logVisit: ["items"], endDelegation: ["delegation"] }[kind as string] ?? [];
      expect(named(ORDERS[kind].fields)).toEqual(
        Object.keys(order.fields)
          .filter((one) => !left.includes(one))
          .sort(),
      );
      expect(zh.order[kind]).toBe(order.name.zh);
      expect(en.order[kind].toLowerCase()).toBe(order.name.en);
    },
  );
});

describe("a form's values", () => {
  const around: Around = {
    today: "2021-06-01",
    item: null,
    items: [{ id: "a", deadline: "2021-06-30" }],
    refs: [],
  };
  const field = (fields: readonly Field[], name: string): Field => fields.find((one) => one.name === name) as Field;

  it("are looked at before they are sent", () => {
    const to = field(ACTS.requestExtension.fields, "to");
    expect(wrongWith(to, {}, around)).toEqual({ kind: "missing", choose: true });
    expect(wrongWith(to, { to: "2021-06-30" }, around)).toEqual({ kind: "later", day: "2021-06-30" });
    expect(wrongWith(to, { to: "2021-07-01" }, around)).toBeNull();
    const on = field(ORDERS.logVisit.fields, "on");
    expect(wrongWith(on, { on: "2021-06-02" }, around)).toEqual({ kind: "notLater", day: "2021-06-01" });
    const figures = field(ACTS.reportProgress.fields, "figures");
    expect(wrongWith(figures, { figures: { done: -1 } }, around)).toEqual({ kind: "badFigures" });
    expect(wrongWith(figures, { figures: { done: 3 } }, around)).toBeNull();
    const villages = field(ORDERS.suspendArea.fields, "villages");
    expect(wrongWith(villages, { townships: ["t"] }, around)).toBeNull();
    expect(wrongWith(villages, {}, around)).toMatchObject({ kind: "missing" });
  });

  it("are sent without what is empty or not shown, and trimmed", () => {
    const talk = { hold: false, on: "2021-06-09", text: " 不约谈 " };
    expect(bodyOf(ACTS.decideTalk.fields, talk, around)).toEqual({ hold: false, text: "不约谈" });
    expect(bodyOf(ORDERS.suspendArea.fields, { townships: ["t"], villages: [] }, around)).toEqual({ townships: ["t"] });
    expect(bodyOf(ACTS.assignVerifier.fields, { text: "收回" }, around)).toEqual({ verifier: null, text: "收回" });
  });
});
