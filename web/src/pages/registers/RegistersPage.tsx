/** 台账: every register of the plan, who keeps it, how full it is, and what is missing. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as registers from "../../api/registers.js";
import type { RegisterHead } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Cell, Table } from "../people/table.js";
import { useTitleOf } from "../../components/titles.js";
import { registerAddress } from "../../../../domain/registers/register-address.js";
import { RegisterSections } from "./RegisterSections.js";
import styles from "./registers.module.css";

export function Page() {
  const { t } = useTexts();
  useTitle(t("registers.title"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(registers.registers(id));
  return (
    <>
      <RegisterSections />
      <PageTitle>{t("registers.title")}</PageTitle>
      <p className={desk["lead"]}>{t("registers.lead")}</p>
      <Panel title={t("registers.list")} flush>
        {!data ? (
          error ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : (
            <Waiting rows={8} />
          )
        ) : data.registers.length === 0 ? (
          <Nothing title={t("registers.none")} />
        ) : (
          <List of={data.registers} />
        )}
      </Panel>
    </>
  );
}

function List({ of }: { readonly of: readonly RegisterHead[] }) {
  const { t } = useTexts();
  const heads = [
    t("registers.name"),
    t("registers.keeper"),
    t("registers.rhythm"),
    t("registers.rowsHead"),
    t("registers.changedOn"),
  ] as const;
  return (
    <Table heads={heads}>
      {of.map((one) => (
        <Line key={one.id} of={one} heads={heads} />
      ))}
    </Table>
  );
}

function Line({
  of,
  heads,
}: {
  readonly of: RegisterHead;
  readonly heads: readonly [string, string, string, string, string];
}) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const titleOf = useTitleOf();
  const [first] = of.keepers;
  const keepers =
    of.keepers.length > 1
      ? t("registers.keepers", { name: first?.name ?? "", count: of.keepers.length })
      : (first?.name ?? "");
  return (
    <tr data-register={of.id}>
      <Cell head={heads[0]}>
        <Link to={path(registerAddress(of.id))}>{titleOf(of)}</Link>{" "}
        {of.mine && <b className="text-green">{t("registers.mine")}</b>}
        <small className="quiet">{t("registers.clause", { clause: of.clause })}</small>
      </Cell>
      <Cell head={heads[1]}>{keepers}</Cell>
      <Cell head={heads[2]}>{t(`registers.rhythms.${of.rhythm}`)}</Cell>
      <Cell head={heads[3]}>
        <span className="figures">
          {of.rows === null ? t("registers.hidden") : t("registers.rows", { count: of.rows })}
        </span>{" "}
        {of.missing.length > 0 && (
          <span
            className={styles["missing"]}
            title={t("registers.missingOf", { names: of.missing.map(({ name }) => name).join("、") })}
          >
            {t("registers.missing", { count: of.missing.length })}
          </span>
        )}
      </Cell>
      <Cell head={heads[4]}>{of.changedOn === null ? t("registers.never") : format.day(of.changedOn)}</Cell>
    </tr>
  );
}
