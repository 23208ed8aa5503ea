/**
 * 阅办: where what is escalated is read, noted and answered, and where those paired with villages see theirs. On a telephone it is
 * read with one thumb; on paper it is one A4 sheet.
 */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useSearchParams } from "react-router";
import * as queries from "../../api/queries.js";
import type { LeaderPage as Answer } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { ConsentPanel } from "../my/ConsentPanel.js";
import { Sections } from "../my/Sections.js";
import { Asks } from "./Asks.js";
import { Box } from "./Box.js";
import styles from "./leader.module.css";
import { LineList } from "./Lines.js";
import { PaperSheet } from "./PaperSheet.js";
import { SaidList } from "./SaidList.js";
import { reads, seatOf, useSeatName } from "./seat.js";
import { VillageList, VillageStrip } from "./Villages.js";

export function Page() {
  const { t } = useTexts();
  const { id } = usePlan();
  const [search, setSearch] = useSearchParams();
  const { data, error, refetch } = useQuery(queries.leader(id, search.get("seat") ?? undefined));
  const seat = data && seatOf(data);
  const title = t(seat === undefined || seat === null || reads(seat) ? "leader.title" : "leader.villages");
  useTitle(title);
  return (
    <>
      <div className={styles["screen"]}>
        <Sections />
        <PageTitle aside={data && seat && <Aside page={data} onSeat={(next) => setSearch({ seat: next })} />}>
          {title}
        </PageTitle>
        {data ? (
          <Content key={data.seat} page={data} />
        ) : error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={12} />
        )}
      </div>
      {data && seat && <PaperSheet page={data} seat={seat} />}
    </>
  );
}

/** Whose page it is, and the way to paper. */
function Aside({ page, onSeat }: { readonly page: Answer; readonly onSeat: (seat: string) => void }) {
  const { t } = useTexts();
  const seatName = useSeatName();
  const seat = seatOf(page);
  if (!seat) return null;
  return (
    <>
      {page.seats.length > 1 ? (
        <select
          className={styles["seat"]}
          aria-label={t("leader.seats")}
          value={seat.post.id}
          onChange={(event) => onSeat(event.target.value)}
        >
          {page.seats.map((one) => (
            <option key={one.post.id} value={one.post.id}>
              {seatName(one)}
            </option>
          ))}
        </select>
      ) : (
        <span>{seatName(seat)}</span>
      )}
      <Button icon={<Icon name="print" />} onClick={() => window.print()}>
        {t("leader.print")}
      </Button>
    </>
  );
}

function Content({ page }: { readonly page: Answer }) {
  const { t } = useTexts();
  const seat = seatOf(page);
  if (!seat)
    return (
      <Panel title={t("leader.title")}>
        <Nothing title={t("leader.nothing")} />
      </Panel>
    );
  const leader = reads(seat);
  const villages = (
    <div className={styles["side"]}>
      <VillageList page={page} />
      {page.elsewhere.length > 0 && (
        <Panel title={t("leader.elsewhere")} aside={t("leader.elsewhereHint")} flush>
          <LineList lines={page.elsewhere} first={6} placed />
        </Panel>
      )}
    </div>
  );
  return (
    <div className={styles["page"]} data-two={leader}>
      <div className={styles["above"]}>
        {seat.capacity.onBehalfOf && <p className="quiet">{t("leader.forLeader")}</p>}
        <ConsentPanel />
        {leader && <VillageStrip page={page} />}
      </div>
      {/* Whoever only helps a village comes for the village. */}
      {!leader && villages}
      <div className={styles["main"]}>
        {(leader || page.waiting > 0) && <Box page={page} seat={seat} />}
        {page.asks.length > 0 && <Asks page={page} seat={seat} />}
      </div>
      {leader && villages}
      {(leader || page.said.length > 0) && <SaidList page={page} />}
    </div>
  );
}
