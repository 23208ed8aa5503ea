/** An item's story: what is owed, by whom, until when, why its light is what it is, and everything that was done about it. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { itemIdIn } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import type { ItemDetail } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { LightMark } from "../../components/Light.js";
import { placeName } from "../../components/place.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import type { Texts } from "../../i18n/zh.js";
import { EvidencePanel } from "../../evidence/EvidencePanel.js";
import { ActBar, type Offers, useOffers } from "./ActBar.js";
import { ItemFacts } from "./ItemFacts.js";
import { Life } from "./Life.js";
import { Story } from "./Story.js";
import { Threads } from "./Threads.js";
import styles from "./story.module.css";

const NOTHING_OFFERED: Offers = new Map();

export function Page() {
  const { itemId: address = "" } = useParams();
  const itemId = itemIdIn(address);
  const { id } = usePlan();
  const { data: item, error, refetch } = useQuery(queries.item(id, itemId));
  if (!item) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={14} />;
  return <Shown item={item} />;
}

function Shown({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const place = placeName(item, t("wholeCounty"));
  const offers = useOffers(item.id);
  useTitle(`${place} ${item.title}`);
  return (
    <article className={styles["page"]}>
      <header className={styles["head"]}>
        <p className={styles["crumbs"]}>
          <Link to={path("items")}>{t("items.title")}</Link>
          <span aria-hidden="true">/</span>
          <Link to={path(`tasks/${item.task}`)}>
            {t("task.title", { no: item.task })} {item.taskTitle}
          </Link>
        </p>
        <h1>
          {item.village ? (
            <Link to={path(`villages/${encodeURIComponent(item.village.id)}`)}>{place}</Link>
          ) : (
            <span>{place}</span>
          )}
          <span>{item.title}</span>
        </h1>
        <Why item={item} />
        <Life item={item} />
        {offers && <ActBar item={item} offers={offers} />}
      </header>
      <Story item={item} />
      <div className={styles["facts"]}>
        <Threads item={item} offers={offers ?? NOTHING_OFFERED} />
        <EvidencePanel itemId={item.id} may={offers?.has("fileEvidence") ?? false} />
        <ItemFacts item={item} />
      </div>
    </article>
  );
}

/** The light, and why: with whom it lies and for how long. */
function Why({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const say = useSay();
  const { why, light } = item;
  return (
    <section className={styles["why"]} data-tone={light} aria-label={t("item.why", { light: t(`light.${light}`) })}>
      <p className={styles["verdict"]}>
        <LightMark light={light} />
        <b className={`text-${light}`}>{t(`light.${light}`)}</b>
        <span className={`text-${light}`}>{t(`rule.${item.rule}`)}</span>
      </p>
      <p>{say(why.sentence)}</p>
      <Notes item={item} />
      <details>
        <summary>{t("item.inputs")}</summary>
        <Inputs item={item} />
      </details>
    </section>
  );
}

function Notes({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const notes = [
    ...(item.suspendedSince ? [t("item.suspendedSince", { date: format.day(item.suspendedSince) })] : []),
    ...(item.suspendedUntil ? [t("item.suspendedUntil", { date: format.day(item.suspendedUntil) })] : []),
    ...(item.causeReview ? [t("item.causeReview")] : []),
    ...(item.extension
      ? [
          `${t("item.extensionTo", { date: format.day(item.extension.to) })} (${item.extension.by.unit.name})`,
          ...(item.extension.late ? [t("item.extensionLate")] : []),
        ]
      : []),
    ...(item.ladderExhausted ? [t("item.exhausted")] : []),
  ];
  return notes.length === 0 ? null : <p className={styles["notes"]}>{notes.join(" · ")}</p>;
}

/** What the rule looked at, so that anybody can check it. */
function Inputs({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const { inputs } = item.why;
  const day = (value: string | null): string | null => value && format.day(value);
  const percent = (value: number | null): string | null => (value === null ? null : `${value}%`);
  const rows: readonly [keyof Texts["item"]["input"], string | number | null][] = [
    ["deadline", day(inputs.deadline)],
    ["originalDeadline", day(inputs.originalDeadline)],
    ["workingDaysOverdue", inputs.workingDaysOverdue],
    ["workingDaysLeft", inputs.workingDaysLeft],
    ["warningDays", inputs.warningDays],
    ["percent", percent(inputs.percent)],
    ["scheduledPercent", percent(inputs.scheduledPercent)],
    ["reportedOn", day(inputs.reportedOn)],
    ["suspendedSince", day(inputs.suspendedSince)],
    ["suspendedWorkingDays", inputs.suspendedWorkingDays],
    ["calendar", inputs.calendar],
    ["policy", inputs.policy],
  ];
  return (
    <dl className={`${styles["inputs"]} figures`}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`item.input.${name}`)}</dt>
          <dd>{value ?? t("unknown")}</dd>
        </div>
      ))}
    </dl>
  );
}
