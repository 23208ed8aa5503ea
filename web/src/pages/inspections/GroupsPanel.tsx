/** 检查组: who leads, who is in it, what they have to do, and what keeps somebody from inspecting somewhere. */
import { Button } from "antd";
import { useState } from "react";
import type { InspectionGroup, Round } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { useGroupName } from "./group-name.js";
import { GroupsSheet } from "./GroupsSheet.js";
import styles from "./inspections.module.css";

export function GroupsPanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const may = round.may.includes("groups");
  return (
    <Panel
      title={t("inspections.group.title")}
      aside={
        may && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("inspections.group.edit")}
          </Button>
        )
      }
    >
      <div className={styles["stack"]}>
        {round.groups.length === 0 && <p className="quiet">{t("inspections.group.none")}</p>}
        {round.groups.map((group) => (
          <GroupCard key={group.id} round={round} group={group} />
        ))}
        {round.uncovered.length > 0 && (
          <p className="text-red" data-uncovered={round.uncovered.length}>
            {t("inspections.group.uncovered", { count: round.uncovered.length })}
          </p>
        )}
        <Conflicts round={round} />
      </div>
      {open && <GroupsSheet round={round} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function GroupCard({ round, group }: { readonly round: Round; readonly group: InspectionGroup }) {
  const { t } = useTexts();
  const name = useGroupName();
  const own = round.plannedVisits.filter((visit) => visit.group === group.id);
  return (
    <section className={styles["group"]} data-group={group.id}>
      <h3>
        {name(group.id)}{" "}
        <small className="quiet">
          {t("inspections.group.load", {
            visits: own.length,
            lines: own.reduce((sum, { lines }) => sum + lines.length, 0),
          })}
        </small>
      </h3>
      <ul>
        {group.members.map(({ person, unit }) => (
          <li key={person.id}>
            {person.name} <small className="quiet">{unit.name}</small>
            {person.id === group.leader.id && <b className={styles["leader"]}>{t("inspections.group.leader")}</b>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Told to whoever may do something about them. */
function Conflicts({ round: { conflicts } }: { readonly round: Round }) {
  const { t } = useTexts();
  const say = useSay();
  if (conflicts === null) return null;
  if (conflicts.length === 0) return <p className="text-green">{t("inspections.group.noConflicts")}</p>;
  return (
    <div className={styles["conflicts"]} role="note">
      <b>{t("inspections.group.conflicts")}</b>
      <ul>
        {conflicts.map((words) => (
          <li key={words.zh}>{say(words)}</li>
        ))}
      </ul>
      <p className="quiet">{t("inspections.group.conflictHint")}</p>
    </div>
  );
}
