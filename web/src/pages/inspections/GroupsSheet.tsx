/** 调整检查组: members and 组长 of each group, and which group goes where. The API refuses conflicts, and says which. */
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { type FormEvent, useId, useMemo, useState } from "react";
import form from "../../actions/form.module.css";
import { useSend } from "../../actions/useSend.js";
import { post } from "../../api/client.js";
import { roundPath } from "../../api/inspections.js";
import * as queries from "../../api/queries.js";
import type { Round, RoundDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { SEARCHED } from "../../components/Choice.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { FormEnd, TextField } from "./form-parts.js";
import {
  bodyOf,
  type Draft,
  type DraftGroup,
  type DraftMember,
  draftOf,
  givenTo,
  ledBy,
  withGroup,
  withMember,
  withoutMember,
} from "./group-draft.js";
import { useGroupName } from "./group-name.js";
import styles from "./inspections.module.css";

interface Props {
  readonly round: Round;
  readonly onClose: () => void;
}

export function GroupsSheet({ round, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const reasonId = useId();
  const [draft, setDraft] = useState<Draft>(() => draftOf(round));
  const [reason, setReason] = useState("");
  const sender = useSend<ReturnType<typeof bodyOf>, RoundDone>(`groups ${id} ${round.round}`, (body, key) =>
    post(`/plans/${encodeURIComponent(id)}${roundPath(round.round)}/groups`, body, key),
  );
  const { phase } = sender.state;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (phase !== "unknown" && reason.trim() === "") return document.getElementById(reasonId)?.focus();
    const sent = phase === "unknown" ? sender.again() : sender.send(bodyOf(draft, reason.trim()));
    void sent.then((answer) => {
      if (answer === null) return;
      sayDone(t("inspections.group.saved"));
      onClose();
    });
  };
  return (
    <Sheet title={t("inspections.group.edit")} onClose={onClose} form>
      <form className={form["form"]} onSubmit={submit} aria-label={t("inspections.group.edit")}>
        <p className={form["hint"]}>{t("inspections.group.conflictHint")}</p>
        {draft.groups.map((group) => (
          <GroupFields key={group.id} group={group} draft={draft} onChange={setDraft} />
        ))}
        <div>
          <Button onClick={() => setDraft(withGroup(draft))}>{t("inspections.group.add")}</Button>
        </div>
        <VisitFields round={round} draft={draft} onChange={setDraft} />
        <TextField
          id={reasonId}
          label={t("inspections.group.reason")}
          rows={2}
          most={500}
          value={reason}
          onChange={setReason}
          required
        />
        <FormEnd state={sender.state} act={t("inspections.group.save")} onClose={onClose} />
      </form>
    </Sheet>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** Popups lie over the page, and an open dialog makes all of that inert: they have to be in the dialog. */
const inDialog = (node: HTMLElement): HTMLElement => node.closest("dialog") ?? document.body;

/** Everybody who holds a post in a unit, by their first one. */
function useCandidates(): readonly DraftMember[] {
  const { id } = usePlan();
  const { data } = useQuery(queries.posts(id));
  return useMemo(() => {
    const people = new Map<string, DraftMember>();
    for (const { id: at, holder, unit } of data?.posts ?? [])
      if (holder && unit && !people.has(holder.id))
        people.set(holder.id, { person: holder.id, post: at, unit: unit.id, label: `${holder.name} ${unit.name}` });
    return [...people.values()];
  }, [data]);
}

function GroupFields({ group, draft, onChange }: FieldsProps & { readonly group: DraftGroup }) {
  const { t } = useTexts();
  const name = useGroupName();
  const candidates = useCandidates();
  const leaderId = useId();
  const own = Object.values(draft.of).filter((of) => of === group.id).length;
  return (
    <fieldset className={styles["groupFields"]} data-draft={group.id}>
      <legend>
        {name(group.id)} <small className="quiet">{t("inspections.group.visitsOf", { count: own })}</small>
      </legend>
      <ul className={styles["members"]}>
        {group.members.map(({ person, label }) => (
          <li key={person}>
            <span>{label}</span>
            <Button
              size="small"
              type="text"
              aria-label={t("inspections.group.removeOf", { name: label, group: name(group.id) })}
              onClick={() => onChange(withoutMember(draft, group.id, person))}
            >
              {t("inspections.group.remove")}
            </Button>
          </li>
        ))}
      </ul>
      <Select
        aria-label={`${name(group.id)} ${t("inspections.group.addMember")}`}
        placeholder={t("inspections.group.addMember")}
        value={null}
        showSearch={SEARCHED}
        options={candidates
          .filter(({ person }) => !group.members.some((one) => one.person === person))
          .map(({ person, label }) => ({ value: person, label }))}
        getPopupContainer={inDialog}
        onChange={(person: string | null) => {
          const member = candidates.find((one) => one.person === person);
          if (member) onChange(withMember(draft, group.id, member));
        }}
      />
      <div className={form["field"]}>
        <label htmlFor={leaderId}>{t("inspections.group.leaderOf", { group: name(group.id) })}</label>
        <select
          id={leaderId}
          className={form["input"]}
          value={group.leader}
          onChange={(event) => onChange(ledBy(draft, group.id, event.target.value))}
        >
          {group.members.map(({ person, label }) => (
            <option key={person} value={person}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </fieldset>
  );
}

function VisitFields({ round, draft, onChange }: FieldsProps & { readonly round: Round }) {
  const { t } = useTexts();
  const name = useGroupName();
  return (
    <details className={styles["more"]} open={round.uncovered.length > 0}>
      <summary>{t("inspections.group.who", { count: round.plannedVisits.length })}</summary>
      <ul className={styles["assign"]}>
        {round.plannedVisits.map(({ visit, place }) => (
          <li key={visit} data-uncovered={draft.of[visit] === undefined}>
            <label htmlFor={`of-${visit}`}>{place.name}</label>
            <select
              id={`of-${visit}`}
              className={form["input"]}
              value={draft.of[visit] ?? ""}
              onChange={(event) => onChange(givenTo(draft, visit, event.target.value))}
            >
              <option value="">{t("inspections.group.noGroup")}</option>
              {draft.groups.map(({ id }) => (
                <option key={id} value={id}>
                  {name(id)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </details>
  );
}
