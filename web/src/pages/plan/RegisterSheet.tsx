/** 立项: an item that came of a meeting or of a leader's 批示, with the document that it came of. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { FormField } from "../../../../domain/forms/field.js";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { Form } from "../../actions/Form.js";
import formStyles from "../../actions/form.module.css";
import { newKey, upload } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import { registerItem } from "../../api/plan-page.js";
import type { RegisterAnswer } from "../../api/types.js";
import { say } from "../../app/said.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./plan.module.css";

export function RegisterSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const { data: tasks } = useQuery(queries.tasks(id));
  const client = useQueryClient();
  const [scan, setScan] = useState<File | null>(null);
  const fields = useFields(tasks?.tasks ?? []);
  const done = async (answer: RegisterAnswer): Promise<void> => {
    const items = answer.outcomes.flatMap((outcome) => outcome.items);
    say(t("register.done", { count: items.length }));
    if (scan)
      await keepScan(id, items, scan, today).catch((error: Error) =>
        say(t("register.scanFailed", { why: error.message })),
      );
    await client.invalidateQueries({ queryKey: ["plan", id] });
    onClose();
  };
  return (
    <Sheet title={t("register.title")} onClose={onClose} form>
      {tasks && (
        <Form<RegisterAnswer>
          name="registerItem"
          title={t("register.button")}
          act={{ fields }}
          around={{ today, item: null, items: [], refs: [] }}
          request={(body, key) => {
            const { reason, ...item } = itemOf(body);
            return registerItem(id, item, reason, key);
          }}
          onDone={(answer) => void done(answer)}
          onCancel={onClose}
        >
          {() => (
            <label className={`${styles["field"]} ${formStyles["field"] ?? ""}`}>
              <span>{t("register.scan")}</span>
              <input type="file" onChange={({ target }) => setScan(target.files?.[0] ?? null)} />
              <small className="quiet">{t("register.scanHint")}</small>
            </label>
          )}
        </Form>
      )}
    </Sheet>
  );
}

type Body = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** The form's values as the API takes an item: of villages where some are named, else the county's. */
function itemOf(body: Body): { readonly reason: string } & Body {
  const { kind, no, leader, given, task, evidence, targets, reason, ...rest } = body;
  const places = Array.isArray(targets) ? targets : [];
  const document = {
    kind,
    ...(text(no) === "" ? {} : { no: text(no) }),
    ...(text(leader) === "" ? {} : { leader: text(leader) }),
    ...(text(given) === "" ? {} : { given: text(given) }),
  };
  return {
    ...rest,
    document,
    task: Number(task),
    scope: places.length > 0 ? "village" : "county",
    targets: places,
    evidence: text(evidence)
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    reason: text(reason),
  };
}

/** The document itself, as evidence of each item that came of it. */
async function keepScan(plan: string, items: readonly string[], file: File, today: string): Promise<void> {
  for (const item of items) {
    const form = new FormData();
    form.set("effectiveOn", today);
    form.set("file", file);
    await upload(
      `/plans/${encodeURIComponent(plan)}/items/${itemAddress(item)}/evidence`,
      form,
      newKey(),
      () => undefined,
    );
  }
}

type Tasks = readonly { readonly no: number; readonly title: string }[];

function useFields(tasks: Tasks): FormField[] {
  const { t } = useTexts();
  return useMemo(() => {
    const both = (label: string) => ({ zh: label, en: label });
    const kinds = (["meeting", "instruction", "other"] as const).map((value) => ({
      value,
      label: both(t(`register.kinds.${value}`)),
    }));
    return [
      { name: "kind", type: "oneOf", values: kinds, label: both(t("register.kind")) },
      { name: "no", type: "line", optional: true, label: both(t("register.no")) },
      { name: "source", type: "line", label: both(t("register.source")) },
      { name: "leader", type: "pick", of: "leaderPost", optional: true, label: both(t("register.leader")) },
      { name: "given", type: "date", notAfter: "today", optional: true, label: both(t("register.given")) },
      {
        name: "task",
        type: "oneOf",
        values: tasks.map(({ no, title }) => ({ value: String(no), label: both(`${no} ${title}`) })),
        label: both(t("register.task")),
      },
      { name: "title", type: "line", label: both(t("register.name")) },
      { name: "primaryUnit", type: "pick", of: "unit", label: both(t("register.unit")) },
      {
        name: "targets",
        type: "picks",
        of: "village",
        most: 200,
        each: "",
        optional: true,
        label: both(t("register.villages")),
      },
      { name: "deadline", type: "date", after: "today", label: both(t("register.deadline")) },
      { name: "closeCriteria", type: "text", label: both(t("register.criteria")) },
      { name: "evidence", type: "text", label: both(t("register.evidence")) },
      { name: "reason", type: "text", label: both(t("register.reason")) },
    ] satisfies FormField[];
  }, [t, tasks]);
}
