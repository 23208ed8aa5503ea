/** 批示件台账: 批示 on items, and 交办事项 of meetings and of 批示 elsewhere, until they are done; registered here by the office. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { instructions } from "../../api/plan-page.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { LightMark } from "../../components/Light.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { ItemSections } from "../items/ItemSections.js";
import { useHas } from "../my/Sections.js";
import { Cell, Table } from "../people/table.js";
import { RegisterSheet } from "./RegisterSheet.js";

const FILTER = ["kind", "standing"] as const;
const KINDS = ["onItem", "meeting", "instruction", "other"] as const;
const STANDINGS = ["open", "reported", "done"] as const;
const HEADS = ["no", "on", "leader", "text", "item", "unit", "due", "standing", "reply"] as const;

export function Page() {
  const { t } = useTexts();
  useTitle(t("instructions.title"));
  const format = useFormat();
  const path = usePlanPath();
  const { id, plan } = usePlan();
  const may = useHas()(["office"]) && !plan.ended;
  const { filter, change } = useFilter(FILTER);
  const { data, error, refetch } = useQuery(instructions(id, filter));
  const [open, setOpen] = useState(false);
  const head = (name: (typeof HEADS)[number]): string => t(`instructions.${name}`);
  return (
    <>
      <ItemSections />
      <PageTitle
        aside={
          <>
            <ExportLinks list="instruction-register" query={filter} />
            {may && (
              <Button type="primary" onClick={() => setOpen(true)}>
                {t("register.button")}
              </Button>
            )}
          </>
        }
      >
        {t("instructions.title")}
      </PageTitle>
      <p className={desk["lead"]}>{t("instructions.lead")}</p>
      <div className={desk["list"]}>
        <div className={desk["filter"]}>
          <Choice
            label={t("instructions.kind")}
            options={KINDS.map((value) => ({ value, label: t(`instructions.kinds.${value}`) }))}
            value={filter.kind}
            onChange={(kind) => change({ kind })}
          />
          <Choice
            label={t("instructions.standing")}
            options={STANDINGS.map((value) => ({ value, label: t(`instructions.standings.${value}`) }))}
            value={filter.standing}
            onChange={(standing) => change({ standing })}
          />
        </div>
        {!data ? (
          error ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : (
            <Waiting rows={8} />
          )
        ) : data.rows.length === 0 ? (
          <Nothing title={t("instructions.none")} hint={t("instructions.noneHint")} />
        ) : (
          <Table heads={HEADS.map(head)}>
            {data.rows.map((row) => (
              <tr key={`${row.kind} ${row.item} ${row.on} ${row.text}`}>
                <Cell head={head("no")}>
                  {row.no ?? ""} <small className="quiet">{row.source ?? t(`instructions.kinds.${row.kind}`)}</small>
                </Cell>
                <Cell head={head("on")}>{row.on === null ? "" : format.day(row.on)}</Cell>
                <Cell head={head("leader")}>{row.leader ?? ""}</Cell>
                <Cell head={head("text")}>{row.text}</Cell>
                <Cell head={head("item")}>
                  <Link to={path(`items/${itemAddress(row.item)}`)}>
                    {row.place === null ? row.title : `${row.place} ${row.title}`}
                  </Link>
                </Cell>
                <Cell head={head("unit")}>{row.unit.name}</Cell>
                <Cell head={head("due")}>
                  <LightMark light={row.light} label={t(`light.${row.light}`)} /> {format.day(row.due)}
                </Cell>
                <Cell head={head("standing")}>{t(`instructions.standings.${row.standing}`)}</Cell>
                <Cell head={head("reply")}>{row.reply ?? ""}</Cell>
              </tr>
            ))}
          </Table>
        )}
      </div>
      {open && <RegisterSheet onClose={() => setOpen(false)} />}
    </>
  );
}
