/** One's own package: what is in it, in the plan's capacities, and the signature. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSend } from "../../actions/useSend.js";
import { Told } from "../../actions/Told.js";
import { post } from "../../api/client.js";
import type { OwnPackage, SignedPackage } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Signature, useListName } from "./Signature.js";
import styles from "./packages.module.css";

type Tasks = OwnPackage["owes"];

export function OwnList({ of }: { readonly of: OwnPackage }) {
  const { t } = useTexts();
  const listName = useListName();
  return (
    <Panel title={`${of.name} · ${listName(of)}`} aside={<Signature of={of} />}>
      <div className={styles["own"]} data-package={`${of.holder.kind}/${of.holder.id}`}>
        {of.maySign && <SignButton of={of} />}
        {of.villages.length > 0 && (
          <p>
            {t("packages.villages", {
              count: of.villages.length,
              names: of.villages.map(({ name }) => name).join(t("list")),
            })}
          </p>
        )}
        <Part title={t("packages.owes")} lead={t("packages.owesLead")} isEmpty={of.owes.length === 0}>
          <TaskItems tasks={of.owes} filter={of.holder.kind === "unit" ? of.holder.id : null} />
        </Part>
        <Part title={t("packages.leads")} isEmpty={of.leads.length === 0}>
          <ul>
            {of.leads.map(({ no, title, milestones }) => (
              <li key={no}>
                <TaskName no={no} title={title} />
                <ul>
                  {milestones.map((one) => (
                    <li key={one.id}>
                      {one.title} <small className="figures quiet">{one.deadline}</small>
                      {one.part !== null && <p className="quiet">{t("packages.part", { text: one.part })}</p>}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Part>
        <Part title={t("packages.responsible")} isEmpty={of.responsible.length === 0}>
          <ul>
            {of.responsible.map(({ no, title }) => (
              <li key={no}>
                <TaskName no={no} title={title} />
              </li>
            ))}
          </ul>
        </Part>
        <Part title={t("packages.standing")} isEmpty={of.standing.length === 0}>
          <ul>
            {of.standing.map(({ no, title, as, duties }) => (
              <li key={no}>
                <TaskName no={no} title={title} />
                <small className="quiet"> {t(as === "lead" ? "packages.asLead" : "packages.asResponsible")}</small>
                <ul>
                  {duties.map((duty) => (
                    <li key={duty}>{duty}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Part>
        <Part title={t("packages.paired")} isEmpty={of.paired.length === 0}>
          <TaskItems tasks={of.paired} filter={null} />
        </Part>
      </div>
    </Panel>
  );
}

function SignButton({ of }: { readonly of: OwnPackage }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { year, holder, name } = of;
  const sender = useSend<Pick<OwnPackage, "year" | "holder">, SignedPackage>(
    `package ${id} ${year} ${holder.kind} ${holder.id}`,
    (body, key) => post<SignedPackage>(`/plans/${encodeURIComponent(id)}/packages/sign`, body, key),
  );
  const { state } = sender;
  const sign = async (): Promise<void> => {
    const answer = await (state.phase === "unknown" ? sender.again() : sender.send({ year, holder }));
    if (answer) sayDone(t("packages.done", { name }));
  };
  return (
    <div>
      <Button
        type="primary"
        size="large"
        loading={state.phase === "sending"}
        onClick={() => void sign()}
        aria-label={t("packages.signOf", { name })}
      >
        {t(state.phase === "sending" ? "packages.signing" : "packages.sign")}
      </Button>
      <Told state={state} names={new Map()} />
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly lead?: string;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

function Part({ title, lead, isEmpty, children }: PartProps) {
  if (isEmpty) return null;
  return (
    <section className={styles["part"]}>
      <h3>{title}</h3>
      {lead !== undefined && <p className="quiet">{lead}</p>}
      {children}
    </section>
  );
}

function TaskName({ no, title }: { readonly no: number; readonly title: string }) {
  const { t } = useTexts();
  const path = usePlanPath();
  return <Link to={path(`tasks/${no}`)}>{t("packages.task", { no, title })}</Link>;
}

/** `filter`: the unit whose items a milestone's link shows; null: nobody's in particular. */
function TaskItems({ tasks, filter }: { readonly tasks: Tasks; readonly filter: string | null }) {
  const { t } = useTexts();
  const path = usePlanPath();
  return (
    <ul>
      {tasks.map(({ no, title, milestones }) => (
        <li key={no}>
          <TaskName no={no} title={title} />
          <ul>
            {milestones.map((one) => (
              <li key={one.id}>
                <Link to={path(`items?task=${no}${filter === null ? "" : `&unit=${encodeURIComponent(filter)}`}`)}>
                  {one.title}
                </Link>{" "}
                <small className="figures quiet">
                  {[
                    one.deadline,
                    t("packages.items", { count: one.items }),
                    ...(one.open < one.items ? [t("packages.open", { count: one.open })] : []),
                    ...(one.unsigned > 0 ? [t("packages.unsigned", { count: one.unsigned })] : []),
                    ...(filter === null ? [one.owes.map(({ name }) => name).join(t("list"))] : []),
                  ].join(" · ")}
                </small>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
