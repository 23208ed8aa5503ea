/** Items that wait for one and the same step: some are selected, and it is done to all of them. */
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { My, MyItem } from "../../api/types.js";
import { usePlanPath } from "../../plan/plan.js";
import type { ActKind } from "../../../../domain/items/acts/catalogue.js";
import { LightMark } from "../../components/Light.js";
import { Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { TimeLeft } from "../../components/TimeLeft.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./my.module.css";
import type { OpenedAct } from "./OpenedSheet.js";
import type { TurnActs } from "./turns.js";

interface Props {
  readonly acts: TurnActs;
  readonly my: My;
  /** How many there are, also those that are not listed: items, or letters where they wait as such. */
  readonly told: string;
  readonly onOpen: (opened: OpenedAct, onDone?: () => void) => void;
}

interface Asked {
  readonly item: MyItem["item"];
  readonly ref: string | null;
  readonly by: string | null;
}

const askedOf = ({ items }: My, turn: TurnActs["turn"]): Asked[] =>
  items.flatMap(({ item, asked }) =>
    asked.filter((one) => one.turn === turn).map(({ ref, by }) => ({ item, ref, by })),
  );

export function TurnGroup({ acts, my, told, onOpen }: Props) {
  const { t } = useTexts();
  const path = usePlanPath();
  const { turn, together, alone = [] } = acts;
  const asked = askedOf(my, turn);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was done meanwhile waits no longer.
  const items = [...new Map(asked.map(({ item }) => [item.id, item])).values()];
  const selected = items.filter(({ id }) => chosen.has(id));
  const all = selected.length === items.length;
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const name = t(`turn.${turn}`);
  const several = together.length > 0;
  return (
    <div id={`turn-${turn}`} className={styles["group"]} data-turn={turn}>
      <Panel
        title={
          <>
            {name} <span className="quiet figures">{told}</span>
          </>
        }
        aside={
          several ? (
            <label className={styles["all"]}>
              <input
                type="checkbox"
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = selected.length > 0 && !all;
                }}
                onChange={() => setChosen(all ? new Set() : new Set(items.map(({ id }) => id)))}
              />
              {t("my.selectAll", { name })}
            </label>
          ) : (
            turn === "signInstrument" && <Link to={path("my/drafts")}>{t("my.toDrafts")}</Link>
          )
        }
        flush
      >
        <ul className={styles["rows"]}>
          {asked.map((each) => (
            <Row
              key={`${each.item.id} ${each.ref ?? ""}`}
              asked={each}
              chosen={several ? chosen.has(each.item.id) : null}
              onChoose={(on) => choose(each.item.id, on)}
              alone={alone}
              onOpen={(act) => onOpen({ name: act, items: [each.item], ref: each.ref })}
            />
          ))}
        </ul>
        {several && selected.length > 0 && (
          <div className={styles["batch"]} role="group" aria-label={t("my.selected", { count: selected.length })}>
            <output className="figures">{t("my.selected", { count: selected.length })}</output>
            {together.map((act, at) => (
              <Button
                key={act}
                type={at === 0 ? "primary" : "default"}
                data-act={act}
                onClick={() => onOpen({ name: act, items: selected }, () => setChosen(new Set()))}
              >
                {t(`act.${act}`)}
              </Button>
            ))}
            <Button type="link" onClick={() => setChosen(new Set())}>
              {t("my.clear")}
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

interface RowProps {
  readonly asked: Asked;
  /** Null: not to be selected. */
  readonly chosen: boolean | null;
  readonly onChoose: (on: boolean) => void;
  readonly alone: readonly ActKind[];
  readonly onOpen: (act: ActKind) => void;
}

function Row({ asked: { item, by }, chosen, onChoose, alone, onOpen }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const place = placeName(item, t("wholeCounty"));
  return (
    <li className={styles["row"]}>
      {chosen !== null && (
        <label className={styles["box"]}>
          <input type="checkbox" checked={chosen} onChange={(event) => onChoose(event.target.checked)} />
          <span className="heard">{t("my.select", { name: `${place} ${item.title}` })}</span>
        </label>
      )}
      <LightMark light={item.light} label={t(`light.${item.light}`)} />
      <Link to={path(`items/${itemAddress(item.id)}`)} className={styles["what"]}>
        <b>{place}</b> <span>{item.title}</span>
      </Link>
      <span className={styles["unit"]}>{item.primaryUnit.name}</span>
      <span className={`${styles["when"]} figures`}>
        {by === null ? format.day(item.deadline) : t("my.by", { date: format.day(by) })}
        <small>
          {by !== null && `${t("my.itemDeadline", { date: format.dayAfter(item.deadline, by) })}${t("list")}`}
          <TimeLeft item={item} />
        </small>
      </span>
      {alone.length > 0 && (
        <span className={styles["alone"]}>
          {alone.map((act) => (
            <Button key={act} size="small" data-act={act} onClick={() => onOpen(act)}>
              {t(`act.${act}`)}
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}
