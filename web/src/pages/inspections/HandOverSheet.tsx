/** 改由其他组检查: the 组长 or the office gives a visit to another group, with a reason. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import form from "../../actions/form.module.css";
import { useSend } from "../../actions/useSend.js";
import { post } from "../../api/client.js";
import * as inspections from "../../api/inspections.js";
import type { VisitDetail, VisitDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Failure } from "../../components/Failure.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { FormEnd, TextField } from "./form-parts.js";
import { useGroupName } from "./group-name.js";

interface Props {
  readonly round: string;
  readonly visit: string;
  readonly onClose: () => void;
}

export function HandOverSheet({ round, visit, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.visit(id, round, visit));
  return (
    <Sheet title={t("inspections.ledGroup.handOverOf", { place: data?.place.name ?? "" })} onClose={onClose} form>
      {data ? (
        <HandOver visit={data} onClose={onClose} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={4} />
      )}
    </Sheet>
  );
}

function HandOver({ visit, onClose }: { readonly visit: VisitDetail; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const groupName = useGroupName();
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const sender = useSend<{ readonly to: string; readonly reason: string }, VisitDone>(
    `hand over ${id} ${visit.round} ${visit.visit}`,
    (body, key) =>
      post(`/plans/${encodeURIComponent(id)}${inspections.visitPath(visit.round, visit.visit)}/hand-over`, body, key),
  );
  const { phase } = sender.state;
  const locked = phase === "sending" || phase === "unknown";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const lacks =
      to === "" ? "inspections.ledGroup.needGroup" : reason.trim() === "" ? "inspections.objection.needReason" : null;
    setWrong(phase === "unknown" || lacks === null ? null : t(lacks));
    if (phase !== "unknown" && lacks !== null) return;
    const sent = phase === "unknown" ? sender.again() : sender.send({ to, reason: reason.trim() });
    void sent.then((answer) => {
      if (answer === null) return;
      sayDone(t("inspections.ledGroup.done", { place: visit.place.name }));
      onClose();
    });
  };
  if (visit.handOverTo.length === 0) return <p className="text-yellow">{t("inspections.ledGroup.nobody")}</p>;
  return (
    <form className={form["form"]} onSubmit={submit} noValidate>
      <p className={form["hint"]}>{t("inspections.ledGroup.hint")}</p>
      <fieldset className={form["field"]} disabled={locked}>
        <legend>{t("inspections.ledGroup.to")}</legend>
        <div className={form["files"]}>
          {visit.handOverTo.map((group) => (
            <label key={group.id}>
              <input type="radio" name="to" checked={to === group.id} onChange={() => setTo(group.id)} />
              <span>
                {groupName(group.id)}{" "}
                <small className="quiet">
                  {group.members
                    .map(({ person }) =>
                      person.id === group.leader.id
                        ? `${person.name}${t("brackets", { text: t("inspections.group.leader") })}`
                        : person.name,
                    )
                    .join(t("list"))}
                </small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        label={t("inspections.group.reason")}
        rows={2}
        most={500}
        value={reason}
        onChange={setReason}
        locked={locked}
        required
      />
      <FormEnd state={sender.state} act={t("inspections.ledGroup.handOver")} wrong={wrong} onClose={onClose} />
    </form>
  );
}
