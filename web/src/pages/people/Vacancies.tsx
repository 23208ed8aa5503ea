/** 岗位空缺: the seats of the villages and the posts that nobody fills, since when, and who gets their letters meanwhile. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { Nothing } from "../../components/Panel.js";
import { HolderName, PostLink, postName } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./roster.module.css";
import { Cell, matches, Table } from "./table.js";

export function Vacancies({ words }: { readonly words: string }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(queries.vacancies(id));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={6} />;
  if (data.vacancies.length === 0) return <Nothing title={t("roster.noneVacant")} />;
  const seatName = (seat: (typeof data.vacancies)[number]["seat"]): string =>
    seat === null ? t("roster.otherPost") : t(`roster.seat.${seat}`);
  const rows = data.vacancies.filter(({ village, seat, post, standIn }) =>
    matches(words, village?.name, seatName(seat), post ? postName(post) : undefined, standIn?.person?.name),
  );
  return (
    <>
      <p className={`${styles["lead"]} quiet`}>
        {data.told === null ? t("roster.neverTold") : t("roster.toldOn", { date: format.day(data.told.on) })}
      </p>
      <Table
        heads={[
          t("roster.village"),
          t("roster.seats"),
          t("roster.vacantPost"),
          t("roster.vacantSince"),
          t("roster.standIn"),
        ]}
      >
        {rows.map(({ village, seat, post, since, standIn }) => (
          <tr key={`${village?.id}|${seat}|${post?.id}`}>
            <th scope="row">
              {village === null ? (
                t("roster.noVillage")
              ) : (
                <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>
              )}
            </th>
            <Cell head={t("roster.seats")}>{seatName(seat)}</Cell>
            <Cell head={t("roster.vacantPost")}>{post === null ? t("roster.unpaired") : <PostLink post={post} />}</Cell>
            <Cell head={t("roster.vacantSince")}>{since === null ? t("roster.neverFilled") : format.day(since)}</Cell>
            <Cell head={t("roster.standIn")}>
              {standIn === null ? (
                <span className="text-red">{t("roster.nobody")}</span>
              ) : (
                <HolderName holder={standIn} />
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </>
  );
}
