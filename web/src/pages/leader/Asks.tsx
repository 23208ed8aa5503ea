/** What else waits for the seat: replies to be accepted, extensions and talks to be decided. */
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { LeaderPage } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import { type OpenedAct, OpenedSheet } from "../my/OpenedSheet.js";
import { TURNS } from "../my/turns.js";
import styles from "./leader.module.css";
import type { Seat } from "./seat.js";

export function Asks({ page, seat }: { readonly page: LeaderPage; readonly seat: Seat }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const [opened, setOpened] = useState<OpenedAct | null>(null);
  return (
    <Panel title={t("leader.asks")} aside={page.asks.length} flush>
      <ul className={styles["lines"]}>
        {page.asks.map(({ turn, ref, by, line: { item } }) => (
          <li key={`${turn} ${item.id} ${ref ?? ""}`}>
            <LightMark light={item.light} label={t(`light.${item.light}`)} />
            <div>
              <b>{t(`turn.${turn}`)}</b>{" "}
              <Link to={path(`items/${itemAddress(item.id)}`)}>
                {placeName(item, t("wholeCounty"))} {item.title}
              </Link>
              {by !== null && <p className="quiet figures">{t("my.by", { date: format.day(by) })}</p>}
              <div className={styles["ways"]}>
                {TURNS.filter((one) => one.turn === turn)
                  .flatMap(({ together, alone = [] }) => [...together, ...alone])
                  .map((act) => (
                    <Button key={act} data-act={act} onClick={() => setOpened({ name: act, items: [item], ref })}>
                      {t(`act.${act}`)}
                    </Button>
                  ))}
              </div>
            </div>
          </li>
        ))}
      </ul>
      {opened && <OpenedSheet opened={opened} my={{ capacities: [seat.capacity] }} onClose={() => setOpened(null)} />}
    </Panel>
  );
}
