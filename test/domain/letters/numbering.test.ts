import { describe, expect, it } from "vitest";
import type { Policy } from "../../../domain/plan/policy.js";
import { around, parseNumber, seriesOf } from "../../../domain/letters/numbering.js";
import { bundle } from "../../support/small-bundle.js";

const contact = { name: "周某", phone: "0000-0000000" };
/** A policy that names who gives letters, in which form. */
const named: Pick<Policy, "issuers" | "forms"> = {
  issuers: {
    groupOffice: { body: "leadingGroup", code: "×农办", contact },
    office: { body: "office", code: "×扶办", contact },
  },
  forms: {
    supervise: { form: "letter", issuer: "groupOffice", series: "督函" },
    returned: { form: "letter", issuer: { default: "office", township: "groupOffice" }, series: "函" },
    escalate: { form: "submission", issuer: "groupOffice", series: "呈阅件" },
    reminder: { form: "message", issuer: "office" },
  },
};
const { policy } = bundle;
const written = (series: ReturnType<typeof seriesOf>, no: number): string | null =>
  series && around(series, 2021).join(String(no));

describe("a number", () => {
  it("has the issuer's code, the kind's word, the year in its brackets and the number in order", () => {
    expect(written(seriesOf(named, "supervise", "peer"), 3)).toBe("×农办督函〔2021〕3号");
    expect(written(seriesOf(named, "escalate", "leader"), 3)).toBe("呈阅件〔2021〕第3期");
  });

  it("is of the issuer that may write to its recipient", () => {
    expect(written(seriesOf(named, "returned", "township"), 1)).toBe("×农办函〔2021〕1号");
    expect(written(seriesOf(named, "returned", "peer"), 1)).toBe("×扶办函〔2021〕1号");
    expect(seriesOf(named, "returned", "township")).toMatchObject({ issuer: "groupOffice", series: "函" });
  });

  it("is not a message's, nor of what the policy names no series for", () => {
    expect(seriesOf(named, "reminder", "peer")).toBeNull();
    expect(seriesOf(named, "urge", "peer")).toBeNull();
  });

  it("is the office's own where the policy says nothing", () => {
    expect(written(seriesOf(policy, "supervise", "peer"), 1)).toBe("督办〔2021〕1号");
    expect(written(seriesOf(policy, "summonsTalk", "leader"), 1)).toBe("约谈〔2021〕1号");
    expect(written(seriesOf(policy, "escalate", "leader"), 1)).toBe("呈阅件〔2021〕第1期");
    expect(seriesOf(policy, "reminder", "peer")).toBeNull();
  });

  it("that was given elsewhere is read by its parts, or not at all", () => {
    expect(parseNumber("督办〔2021〕12号")).toEqual({ series: "督办", year: 2021, no: 12 });
    expect(parseNumber("×农办督函〔2022〕3号")).toEqual({ series: "×农办督函", year: 2022, no: 3 });
    expect(parseNumber("专号甲")).toBeNull();
  });
});
