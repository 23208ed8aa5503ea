/** 指标: what follows from the registers, and the plan's KPIs. Each value leads to the rows that it is made of. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "../../api/client.js";
import * as registers from "../../api/registers.js";
import type { FigureView, Figures, KpiView, RegisterChanged } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { say as announce } from "../../app/said.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Cell, Table } from "../people/table.js";
import { useTitleOf } from "../../components/titles.js";
import { registerAddress } from "../../../../domain/registers/register-address.js";
import { RegisterSections } from "./RegisterSections.js";
import styles from "./registers.module.css";

export function Page() {
  const { t } = useTexts();
  useTitle(t("registers.figures"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(registers.figures(id));
  return (
    <>
      <RegisterSections />
      <PageTitle>{t("registers.figures")}</PageTitle>
      <p className={desk["lead"]}>{t("registers.figuresLead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={8} />
        )
      ) : (
        <>
          {data.kpis.length > 0 && (
            <Panel title={t("registers.kpis")} flush>
              <Kpis of={data} />
            </Panel>
          )}
          {data.figures.length === 0 && <Nothing title={t("registers.none")} />}
          {data.figures.map((figure) => (
            <OneFigure key={figure.id} of={figure} />
          ))}
        </>
      )}
    </>
  );
}

const TONES = { met: "text-green", unmet: "text-red", missing: "text-yellow", notDue: "quiet" } as const;

function Kpis({ of: { kpis, figures } }: { readonly of: Figures }) {
  const { t } = useTexts();
  const heads = [t("registers.kpis"), t("registers.value"), t("registers.state"), t("registers.owner")] as const;
  const path = usePlanPath();
  const valueOf = ({ value, unit, figure, scope }: KpiView) => {
    const own = figures.find(({ id }) => id === figure);
    const text = value === null ? "—" : `${value}${unit ?? ""}`;
    return own && value !== null ? (
      <Link to={path(registerAddress(own.register.id, { id: own.id, scope: scope ?? "" }))}>{text}</Link>
    ) : (
      text
    );
  };
  return (
    <Table heads={heads}>
      {kpis.map((kpi) => (
        <tr key={kpi.id} data-kpi={kpi.id}>
          <Cell head={heads[0]}>
            {t("registers.year", { year: kpi.year })} {kpi.title}
            <small className="quiet">{t("registers.kpiTarget", { target: kpi.target })}</small>
          </Cell>
          <Cell head={heads[1]}>
            <span className="figures">{valueOf(kpi)}</span>
          </Cell>
          <Cell head={heads[2]}>
            <b className={TONES[kpi.state]}>{t(`registers.kpi.${kpi.state}`)}</b>
          </Cell>
          <Cell head={heads[3]}>{kpi.owners.map(({ name }) => name).join("、")}</Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Values beside one another, up to this many; more are folded under the least and the most. */
const SHOWN = 8;

function OneFigure({ of }: { readonly of: FigureView }) {
  const { t } = useTexts();
  const titleOf = useTitleOf();
  const path = usePlanPath();
  const format = useFormat();
  const { me } = usePlan();
  const [fixing, setFixing] = useState(false);
  const method = of.methods.find(({ id }) => id === of.method);
  const isOffice = me.roles.some(({ role }) => role === "office");
  const mayFix = isOffice && (of.methods.length > 1 || of.method === null || of.fixed !== null);
  return (
    <Panel
      title={titleOf(of)}
      aside={
        <span className={styles["ways"]}>
          <Link to={path(registerAddress(of.register.id))}>{titleOf(of.register)}</Link>
          {mayFix && (
            <Button size="small" onClick={() => setFixing(true)}>
              {t("registers.fix")}
            </Button>
          )}
        </span>
      }
    >
      <p className="quiet">
        {method ? `${t("registers.method")}${t("colon")}${titleOf(method)}` : t("registers.notFixed")}
        {of.fixed && ` · ${t("registers.fixed", { date: format.day(of.fixed.on), reason: of.fixed.reason })}`}
        {of.fixed?.total != null && ` · ${t("registers.total", { total: of.fixed.total })}`}
      </p>
      <Values of={of} />
      {fixing && <FixSheet of={of} onClose={() => setFixing(false)} />}
    </Panel>
  );
}

function Values({ of }: { readonly of: FigureView }) {
  const { t } = useTexts();
  const say = useSay();
  const path = usePlanPath();
  const { values } = of;
  if (values.length === 0) return <p>{t("registers.waits")}</p>;
  const list = (
    <ul className={styles["values"]}>
      {values.map((one) => (
        <li key={one.scope}>
          <span>{say(one.name)}</span>
          <Link
            className="figures"
            to={path(registerAddress(of.register.id, { id: of.id, scope: one.scope }))}
            title={t("registers.of", { done: one.done, total: one.of })}
          >
            {one.value === null ? "—" : `${one.value}${of.unit}`}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (values.length <= SHOWN) return list;
  const known = values.flatMap(({ value }) => value ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) => `${value}${of.unit}`);
  return (
    <details>
      <summary>{t("registers.valuesShown", { count: values.length, least, most })}</summary>
      {list}
    </details>
  );
}

function FixSheet({ of, onClose }: { readonly of: FigureView; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const titleOf = useTitleOf();
  const [method, setMethod] = useState(of.method ?? of.methods[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const sender = useSend<object, RegisterChanged>(`fix/${of.id}`, (body, key) =>
    post(
      `/plans/${encodeURIComponent(id)}${registers.registerPath(of.register.id)}/figures/${encodeURIComponent(of.id)}/fix`,
      body,
      key,
    ),
  );
  const fix = async (): Promise<void> => {
    if (!(await sender.send({ method, reason }))) return;
    announce(t("registers.fixedDone"));
    onClose();
  };
  return (
    <Sheet title={t("registers.fixOf", { title: titleOf(of) })} onClose={onClose} form>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          void fix();
        }}
      >
        <p className="quiet">{t("registers.fixHint")}</p>
        <fieldset>
          <legend>{t("registers.method")}</legend>
          {of.methods.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="method"
                value={one.id}
                checked={method === one.id}
                onChange={() => setMethod(one.id)}
              />{" "}
              {titleOf(one)}
            </label>
          ))}
        </fieldset>
        <label>
          {t("registers.fixReason")}
          <input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {sender.state.phase === "refused" && (
          <p role="alert" className="text-red">
            {sender.state.error.detail}
          </p>
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={sender.state.phase === "sending"}
          disabled={reason.trim() === ""}
        >
          {t("registers.fix")}
        </Button>
      </form>
    </Sheet>
  );
}
