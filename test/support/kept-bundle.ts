/** The small plan with two registers: projects of one unit whose share done is a milestone's percentage, and a checklist of villages kept by townships. */
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Registers } from "../../domain/plan/registers.js";
import type { RegisterAct, RegisterCommand } from "../../domain/registers/acts.js";
import { bundle } from "./small-bundle.js";

export const registers: Registers = {
  version: 1,
  registers: [
    {
      id: "projects",
      title: "重点项目清单",
      english: "Key projects",
      clause: "二1",
      task: 1,
      keeper: { kind: "unit", unit: "lead" },
      rhythm: "monthly",
      key: ["code"],
      columns: [
        { id: "code", title: "编号", english: "Code", type: "text", required: true },
        { id: "village", title: "村", english: "Village", type: "village" },
        {
          id: "investment",
          title: "总投资",
          english: "Investment",
          type: "number",
          unit: "万元",
          required: true,
          min: 0,
        },
        { id: "completed", title: "完成投资", english: "Completed", type: "number", unit: "万元", min: 0 },
        { id: "stage", title: "形象进度", english: "Stage", type: "choice", options: ["在建", "完工"] },
        { id: "contact", title: "联系人电话", english: "Contact", type: "text", sensitive: true },
        { id: "start", title: "开工日期", english: "Start", type: "date" },
      ],
      checks: [{ sum: ["completed"], atMost: "investment" }],
    },
    {
      id: "facilities",
      title: "基础设施清单",
      english: "Facilities",
      clause: "二2",
      task: 2,
      keeper: { kind: "township" },
      rhythm: "quarterly",
      key: ["village"],
      expects: "villages",
      columns: [
        { id: "village", title: "村", english: "Village", type: "village", required: true },
        { id: "water", title: "水", english: "Water", type: "choice", options: ["达标", "未达标", "不适用"] },
        { id: "road", title: "路", english: "Roads", type: "choice", options: ["达标", "未达标", "不适用"] },
      ],
      checks: [],
    },
  ],
  figures: [
    {
      id: "total",
      title: "完成率",
      english: "Share done",
      register: "projects",
      unit: "%",
      per: [],
      methods: [
        {
          id: "investment",
          title: "按投资",
          english: "by investment",
          done: [{ kind: "sum", column: "completed" }],
          of: [{ kind: "sum", column: "investment" }],
        },
        {
          id: "number",
          title: "按个数",
          english: "by number",
          done: [{ kind: "count", where: { column: "stage", in: ["完工"] } }],
          of: [{ kind: "count" }],
        },
      ],
      fixesTotal: true,
      milestones: [{ milestone: "plan" }],
      kpis: [],
    },
    {
      id: "equal",
      title: "达标率",
      english: "Equal",
      register: "facilities",
      unit: "%",
      per: ["village"],
      methods: [
        {
          id: "items",
          title: "按项",
          english: "by items",
          done: [{ kind: "cells", columns: ["water", "road"], in: ["达标"] }],
          of: [{ kind: "cells", columns: ["water", "road"], in: ["达标", "未达标"] }],
        },
      ],
      milestones: [{ milestone: "works" }],
      kpis: [],
    },
  ],
};

export const keptBundle: PlanBundle = { ...bundle, registers };

const actor = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
export const keepers = { lead: actor("lead"), town1: actor("town1"), town2: actor("town2"), office: actor("office") };

let keys = 0;
export const registerCommand = (by: Actor, register: RegisterAct, key = `register-${++keys}`): RegisterCommand => ({
  key,
  actor: by,
  register,
});
