/** 办理经过: the item's ledger in plain words, with its deadlines where they fell. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Fragment, memo, useMemo } from "react";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { ItemDetail, LedgerRow, Told } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { Panel } from "../../components/Panel.js";
import { useRowKind } from "../../components/row-kind.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { storyOf, type Milestone } from "./story-of.js";
import styles from "./story.module.css";

export function Story({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const { id, today } = usePlan();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    queries.itemLedger(id, item.id),
  );
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const parts = useMemo(() => storyOf(rows, item, today, hasNextPage), [rows, item, today, hasNextPage]);
  return (
    <Panel
      title={t("item.story")}
      aside={<span className="figures">{t("item.rows", { count: item.ledgerRows })}</span>}
      className={styles["story"]}
      flush
    >
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={12} />
      ) : (
        <ol className={styles["line"]}>
          {parts.map((part) =>
            part.kind === "row" ? (
              <StoryRow key={`row ${part.row.seq}`} row={part.row} newDay={part.newDay} newYear={part.newYear} />
            ) : part.kind === "next" ? (
              <li key="next" className={styles["row"]} data-tone="next">
                <time dateTime={part.next.at} className="figures">
                  <b>{part.newYear ? format.day(part.next.at) : format.shortDay(part.next.at)}</b>
                  <span>{format.time(part.next.at)}</span>
                </time>
                <div>
                  <p>
                    <b>{t("item.next")}</b>
                    {t("colon")}
                    {say(part.next.words)}
                  </p>
                </div>
              </li>
            ) : (
              <Mark key={`${part.kind} ${part.day}`} mark={part} />
            ),
          )}
        </ol>
      )}
      {hasNextPage && (
        <p className={styles["more"]}>
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("more")}
          </Button>
        </p>
      )}
    </Panel>
  );
}

function Mark({ mark }: { readonly mark: Milestone }) {
  const { t } = useTexts();
  const format = useFormat();
  const name =
    mark.kind === "today"
      ? t("item.today")
      : mark.kind === "original"
        ? t("item.input.originalDeadline")
        : t("item.deadline");
  return (
    <li className={styles["mark"]} data-kind={mark.kind}>
      <span className="figures">
        {name} {format.day(mark.day)}
      </span>
    </li>
  );
}

interface StoryRowProps {
  readonly row: LedgerRow;
  readonly newDay: boolean;
  readonly newYear: boolean;
}

const StoryRow = memo(function StoryRow({ row, newDay, newYear }: StoryRowProps) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const kind = useRowKind();
  const { tone } = kind(row);
  return (
    <li className={styles["row"]} data-tone={tone} data-type={row.type}>
      <time dateTime={row.at} className="figures">
        {newDay && <b>{newYear ? format.day(row.on) : format.shortDay(row.on)}</b>}
        <span>{format.time(row.at)}</span>
      </time>
      <div>
        <p>{say(row.words)}</p>
        {row.told.length > 0 && <Letters told={row.told} />}
        <details>
          <summary>{t("item.asRecorded")}</summary>
          <Recorded row={row} />
        </details>
      </div>
    </li>
  );
});

/** Each letter that a row led to, with who got it. */
function Letters({ told }: { readonly told: readonly Told[] }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const given = told.filter(({ letter }) => letter !== null);
  if (given.length === 0) return null;
  return (
    <ul className={styles["letters"]}>
      {given.map(({ letter, form, role, person, post, delivery, substituteFor }) => (
        <li key={`${letter} ${post.id} ${role} ${person?.id}`}>
          <Link to={path(`letters/${encodeURIComponent(letter ?? "")}`)}>
            {t(`form.${form}`)}
            <small>
              {delivery === "draft" ? t("item.draftFor") : t(`role.${role}`)} {person?.name ?? t("item.nobody")}
              {substituteFor && ` (${t("item.substituteFor", { person: substituteFor.name })})`}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The row as the ledger holds it, for whoever checks the chain. */
function Recorded({ row }: { readonly row: LedgerRow }) {
  const { t } = useTexts();
  const facts: readonly [string, string][] = [
    [t("item.cause"), `${row.cause} #${row.causeNo}`],
    ["stream", `${row.stream} ${row.seq}`],
    ["type", row.type],
    [t("item.hash"), row.hash],
    [t("item.previousHash"), row.previousHash],
  ];
  return (
    <dl className={styles["recorded"]}>
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
      <dt>payload</dt>
      <dd>
        <pre>{JSON.stringify(row.payload, null, 1)}</pre>
      </dd>
    </dl>
  );
}
