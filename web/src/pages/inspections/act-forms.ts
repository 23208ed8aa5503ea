/** The office's acts on a round as forms (docs/inspections.md, “Rounds”): fields, their words, and what cannot be taken back. */
import type { FormField } from "../../../../domain/forms/field.js";
import type { Act } from "../../actions/acts.js";
import type { Values } from "../../actions/fields.js";
import type { Round } from "../../api/types.js";

/** Acts that are given by a form, named as the round says what its reader may; groups have an editor of their own. */
export const ROUND_ACTS = ["approve", "scheme", "move", "checklist", "skip"] as const;
export type RoundActName = (typeof ROUND_ACTS)[number];

export const reason: FormField = { name: "reason", type: "text", label: { zh: "理由", en: "Reason" }, mustSay: true };

const visitsFrom: FormField = {
  name: "visitsFrom",
  type: "date",
  label: { zh: "入村检查开始", en: "First day of the visits" },
};
const visitsUntil: FormField = {
  name: "visitsUntil",
  type: "date",
  notBefore: "today",
  label: { zh: "入村检查结束", en: "Last day of the visits" },
};

export const ROUND_FORMS: Readonly<Record<RoundActName, Act>> = {
  approve: {
    fields: [
      {
        name: "text",
        type: "text",
        preset: "同意。",
        label: { zh: "审定意见", en: "What is said to it" },
        mustSay: true,
      },
    ],
    sure: {
      zh: "审定后检查组即可带走清单入村检查；检查依据、范围和各村安排不再修改。",
      en: "Once it is approved, groups take checklists along; basis, scope and visits are changed no more.",
    },
  },
  scheme: {
    fields: [
      { name: "basis", type: "text", optional: true, label: { zh: "检查依据", en: "Basis" } },
      { name: "scope", type: "text", optional: true, label: { zh: "检查范围", en: "Scope" } },
      {
        name: "visit",
        type: "picks",
        of: "village",
        most: 200,
        optional: true,
        each: "Village id.",
        label: { zh: "另行入村检查的村", en: "Villages to be visited besides" },
      },
      {
        name: "unvisit",
        type: "picks",
        of: "village",
        most: 200,
        optional: true,
        each: "Village id.",
        label: { zh: "另行安排后不再入村的村（抽取的村不能取消）", en: "Added villages not to be visited after all" },
      },
      reason,
    ],
  },
  move: { fields: [visitsFrom, visitsUntil, reason] },
  checklist: {
    fields: [{ name: "version", type: "number", label: { zh: "清单版本号", en: "Version of the checklists" } }, reason],
    hint: {
      zh: "只对尚未带走的检查生效；已带走的按原清单办理。",
      en: "For visits that nobody has taken along; what is taken along stays on its version.",
    },
  },
  skip: {
    fields: [reason],
    sure: {
      zh: "确定后本轮检查不再开展，不能恢复；需要时另行启动专项检查。",
      en: "The round is then not held, for good; a special round can be opened where one is needed.",
    },
  },
};

export const SPECIAL_FORM: Act = {
  fields: [
    { name: "from", type: "date", label: { zh: "检查时段开始", en: "First day of the period inspected" } },
    { name: "to", type: "date", label: { zh: "检查时段结束", en: "Last day of the period inspected" } },
    {
      name: "villages",
      type: "picks",
      of: "village",
      most: 200,
      each: "Village id.",
      label: { zh: "检查的村", en: "Villages" },
    },
    reason,
  ],
  hint: {
    zh: "专项检查须有依据，与半年检查一样拟定方案、经审定后开展；检查次数计入各村负担。",
    en: "A special round needs a basis; its scheme is drafted and approved like any other, and it counts in the villages' burden.",
  },
};

/** What a form begins with: the round as it stands. */
export function presetsOf(name: RoundActName, round: Round): Values {
  if (name === "scheme") return { basis: round.basis, scope: round.scope };
  if (name === "move") return { visitsFrom: round.visitsFrom, visitsUntil: round.visitsUntil };
  return {};
}
