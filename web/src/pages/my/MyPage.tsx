/** 我的待办: what waits for the reader, by what is to be done about it; done to one or to several at once. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { My } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { useCapacityName } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { ChannelsPanel } from "./ChannelsPanel.js";
import { ConsentPanel } from "./ConsentPanel.js";
import { InspectionWork, useInspectionWork } from "./InspectionWork.js";
import { MonthWork, useMonthWork } from "./MonthWork.js";
import styles from "./my.module.css";
import { type OpenedAct, OpenedSheet } from "./OpenedSheet.js";
import { OwnVillages } from "./OwnVillages.js";
import { LEADERS, PAIRED, Sections, useHas } from "./Sections.js";
import { TurnGroup } from "./TurnGroup.js";
import { TURNS, type TurnActs } from "./turns.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("my.title"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.my(id));
  return (
    <>
      <Sections />
      <PageTitle aside={data && <Who my={data} />}>{t("my.title")}</PageTitle>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={12} />
        )
      ) : (
        <Tasks my={data} />
      )}
    </>
  );
}

function Who({ my }: { readonly my: My }) {
  const { t } = useTexts();
  const capacityName = useCapacityName();
  return (
    <>
      {my.person && <span>{my.person.name}</span>}
      <span>{my.capacities.map(capacityName).join(t("list"))}</span>
    </>
  );
}

function Tasks({ my }: { readonly my: My }) {
  const { t } = useTexts();
  const format = useFormat();
  const [opened, setOpened] = useState<{ readonly act: OpenedAct; readonly onDone?: (() => void) | undefined } | null>(
    null,
  );
  const has = useHas();
  const inspections = useInspectionWork();
  const months = useMonthWork();
  const counts = new Map(my.turns.map(({ turn, count }) => [turn, count]));
  const letters = new Map(my.turns.map((one) => [one.turn, one.letters]));
  // What waits as letters is counted as letters, here and on its own page.
  const told = (turn: TurnActs["turn"]): string => {
    const waiting = letters.get(turn) ?? null;
    return waiting === null ? format.count(counts.get(turn) ?? 0) : t("my.countLetters", { count: waiting });
  };
  const groups = TURNS.filter(({ turn }) => (counts.get(turn) ?? 0) > 0);
  return (
    <div className={styles["page"]}>
      <div className={styles["groups"]}>
        <ConsentPanel />
        {has(PAIRED) && !has(LEADERS) && <OwnVillages />}
        <MonthWork work={months} />
        <InspectionWork work={inspections} />
        {groups.length > 1 && (
          <ul className={styles["jump"]} aria-label={t("my.total", { count: my.total })}>
            {groups.map(({ turn }) => (
              <li key={turn}>
                <a href={`#turn-${turn}`}>
                  {t(`turn.${turn}`)} <b className="figures">{told(turn)}</b>
                </a>
              </li>
            ))}
          </ul>
        )}
        {my.total > my.items.length && <p className="quiet">{t("my.shown", { shown: my.items.length })}</p>}
        {groups.length === 0 && inspections.length === 0 && months.length === 0 && (
          <Panel title={t("my.title")}>
            <Nothing
              title={my.capacities.length === 0 ? t("my.nobody") : t("my.nothing")}
              {...(my.capacities.length === 0 ? {} : { hint: t("my.nothingHint") })}
            />
          </Panel>
        )}
        {groups.map((acts) => (
          <TurnGroup
            key={acts.turn}
            acts={acts}
            my={my}
            told={told(acts.turn)}
            onOpen={(act, onDone) => setOpened({ act, onDone })}
          />
        ))}
      </div>
      <div className={styles["aside"]}>
        <Letters letters={my.letters} />
        <ChannelsPanel />
      </div>
      {opened && <OpenedSheet opened={opened.act} my={my} onDone={opened.onDone} onClose={() => setOpened(null)} />}
    </div>
  );
}

function Letters({ letters }: Pick<My, "letters">) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  return (
    <Panel title={t("my.letters")} aside={<Link to={path("letters")}>{t("my.allLetters")}</Link>} flush>
      {letters.length === 0 ? (
        <Nothing title={t("my.noLetters")} />
      ) : (
        <ul className={styles["letters"]}>
          {letters.map(({ id, form, on, documentNo }) => (
            <li key={id}>
              <Link to={path(`letters/${encodeURIComponent(id)}`)}>
                <b>{t(`form.${form}`)}</b>
                <span className="quiet figures">
                  {[format.day(on), ...(documentNo === null ? [] : [documentNo])].join(" · ")}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
