/** 发文登记簿: numbers as they were given, used and void; printed as it stands, whole. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { DocumentNumber } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { useFilter } from "../../components/useFilter.js";
import { usePrintWhole } from "../../components/usePrintWhole.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { Sections, useHas } from "../my/Sections.js";
import styles from "./desk.module.css";
import paper from "./paper.module.css";
import { VoidSheet } from "./VoidSheet.js";

const FILTER = ["year", "issuer", "series", "state"] as const;
const STATES = ["used", "void"] as const;
const PAGE = 200;

export function Page() {
  const { t } = useTexts();
  useTitle(t("numbers.title"));
  const { id, plan, today } = usePlan();
  const format = useFormat();
  const { filter, change } = useFilter(FILTER);
  const list = useInfiniteQuery(queries.numberPages(id, { ...filter, limit: PAGE }));
  const [voiding, setVoiding] = useState<DocumentNumber | null>(null);
  const may = useHas()(["office"]) && !plan.ended;
  const print = usePrintWhole(list);
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const of = (name: "issuer" | "series" | "year") => {
    const found = new Map(
      first?.series.map(({ issuer, series, year }) => {
        const text = name === "year" ? String(year) : series;
        return name === "issuer" ? [issuer.id, issuer.name] : [text, text];
      }),
    );
    return [...found].map(([value, label]) => ({ value, label }));
  };
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          rows.length > 0 && (
            <>
              <ExportLinks list="document-numbers" query={filter} />
              <Button
                className={paper["screen"] ?? ""}
                icon={<Icon name="print" />}
                loading={print.isWaiting}
                onClick={print.start}
              >
                {t("letters.print")}
              </Button>
            </>
          )
        }
      >
        {t("numbers.title")}
      </PageTitle>
      <p className={`${styles["lead"]} ${paper["screen"]}`}>{t("numbers.lead")}</p>
      <p className={paper["onPaper"]}>{`${plan.title} · ${t("numbers.asOf", { date: format.day(today) })}`}</p>
      <div className={styles["list"]}>
        <div className={`${styles["filter"]} ${paper["screen"]}`} role="search">
          {(["year", "series", "issuer"] as const).map((name) => (
            <Choice
              key={name}
              label={t(`numbers.${name}`)}
              options={of(name)}
              value={filter[name]}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
          <Choice
            label={t("numbers.state")}
            options={STATES.map((value) => ({ value, label: t(`numbers.${value}`) }))}
            value={filter.state}
            onChange={(state) => change({ state })}
          />
        </div>
        {!list.data ? (
          list.error ? (
            <Failure error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Waiting rows={10} />
          )
        ) : rows.length === 0 ? (
          <Nothing title={t("numbers.none")} hint={t("numbers.noneHint")} />
        ) : (
          <div className="earlier" aria-busy={list.isPlaceholderData}>
            <Register rows={rows} onVoid={may ? setVoiding : null} />
          </div>
        )}
        {list.hasNextPage && (
          <p className={`${styles["more"]} ${paper["screen"]}`}>
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("more")}
            </Button>
          </p>
        )}
      </div>
      {voiding && <VoidSheet number={voiding} onClose={() => setVoiding(null)} />}
    </>
  );
}

interface RegisterProps {
  readonly rows: readonly DocumentNumber[];
  /** Null: the reader may make none void. */
  readonly onVoid: ((number: DocumentNumber) => void) | null;
}

const COLUMNS = ["no", "on", "titleOf", "to", "signed", "state"] as const;

function Register({ rows, onVoid }: RegisterProps) {
  const { t } = useTexts();
  return (
    <table className={paper["register"]}>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col">
              {t(`numbers.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <NumberRow key={row.documentNo} row={row} onVoid={onVoid} />
        ))}
      </tbody>
    </table>
  );
}

function NumberRow({ row, onVoid }: { readonly row: DocumentNumber; readonly onVoid: RegisterProps["onVoid"] }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { documentNo, title, letter, to, letters, givenAt, givenBy, older, state, voided } = row;
  return (
    <tr data-number={documentNo} data-void={state === "void"}>
      <td className="figures">{documentNo}</td>
      <td className="figures">{format.day(givenAt.slice(0, 10))}</td>
      <td>
        {letter === null ? (
          <span className="quiet">{t(state === "void" ? "numbers.neverSent" : "numbers.closing")}</span>
        ) : (
          <Link to={path(`letters/${letter}`)}>{title ?? letter}</Link>
        )}
      </td>
      <td>
        {to.join(t("list"))}
        {letters > 1 && <small className="quiet"> {t("numbers.copies", { count: letters - 1 })}</small>}
      </td>
      <td>
        {givenBy ? (
          <>
            {givenBy.person.name} <small className="quiet">{postName(givenBy.post)}</small>
          </>
        ) : (
          <span className="quiet">{t(older ? "numbers.older" : "numbers.byItself")}</span>
        )}
      </td>
      <td>
        <b className={state === "void" ? "text-red" : "text-green"}>{t(`numbers.${state}`)}</b>
        {voided && (
          <small>
            {" "}
            {voided.reason}
            {voided.by && ` (${voided.by.person.name} ${format.day(voided.at.slice(0, 10))})`}
          </small>
        )}
        {onVoid && state === "used" && (
          <Button
            size="small"
            className={paper["screen"] ?? ""}
            onClick={() => onVoid(row)}
            aria-label={t("numbers.makeVoidOf", { number: documentNo })}
          >
            {t("numbers.makeVoid")}
          </Button>
        )}
      </td>
    </tr>
  );
}
