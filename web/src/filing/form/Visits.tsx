/** My checks: those that the server lists, those on this device, and what can be done with each. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { groupChecksPath, visitKeyOf } from "../contract.js";
import { listVisits } from "../local/visits.js";
import type { VisitRecord } from "../local/records.js";
import { unsentCount } from "../local/database.js";
import { forgetVisit } from "../local/visits.js";
import { isScarce } from "../local/space.js";
import { offline, onOffline, takeUpdate } from "../offline.js";
import { type PlanVisits, readMyVisits } from "../sync/my-visits.js";
import { useTexts } from "../texts.js";
import { AskButton } from "./Ask.js";
import { useDesk, useRead, useSync } from "./hooks.js";
import { Install } from "./Install.js";
import { RescueButton } from "./RescueButton.js";
import { VisitCard } from "./VisitCard.js";

export function Visits() {
  const { t } = useTexts();
  const { db, isWriter } = useDesk();
  const { heardAt } = useSync();
  const here = useRead(({ db: database }) => listVisits(database), "visits");
  const [listed, setListed] = useState<readonly PlanVisits[] | null>(null);
  // Asked again after each round that reached the API: what others did shows here.
  useEffect(() => {
    let isLatest = true;
    void readMyVisits(db).then((found) => {
      if (isLatest && found) setListed(found);
    });
    return () => void (isLatest = false);
  }, [db, heardAt]);
  if (!here) return <p className="notice">{t("loading")}</p>;
  const byKey = new Map(here.map((visit) => [visit.key, visit]));
  return (
    <>
      <Update />
      {here.length === 0 && <Install />}
      <Space />
      <h2>{t("visits.title")}</h2>
      {listed?.map(({ plan, person, visits }) => (
        <section key={plan.id} aria-label={plan.title}>
          {listed.length > 1 && (
            <h3>
              {plan.title}
              {plan.mode === "rehearsal" && t("visits.rehearsal")}
            </h3>
          )}
          {visits.some(({ leads }) => leads) && (
            <p>
              <a href={groupChecksPath(plan.id)}>{t("visits.led")}</a>
            </p>
          )}
          {visits.map((visit) => (
            <VisitCard
              key={visitKeyOf({ plan: plan.id, ...visit })}
              listed={visit}
              here={byKey.get(visitKeyOf({ plan: plan.id, ...visit }))}
              plan={plan}
              person={person}
            />
          ))}
        </section>
      ))}
      {onlyHere(here, listed).map((visit) => (
        <VisitCard key={visit.key} listed={null} here={visit} plan={null} person={visit.person} />
      ))}
      {here.length === 0 && (listed?.every(({ visits }) => visits.length === 0) ?? true) && (
        <p className="notice">{listed ? t("visits.none") : t("visits.noneOffline")}</p>
      )}
      {isWriter && here.length > 0 && <OnThisDevice visits={here} />}
    </>
  );
}

/** On the device, and not in the server's list: without a network that is all of them. */
function onlyHere(here: readonly VisitRecord[], listed: readonly PlanVisits[] | null): VisitRecord[] {
  const named = new Set(
    listed?.flatMap(({ plan, visits }) => visits.map((one) => visitKeyOf({ plan: plan.id, ...one }))),
  );
  return here.filter(({ key }) => !named.has(key));
}

function Space() {
  const { t } = useTexts();
  const { space } = useDesk();
  if (!space) return null;
  return (
    <>
      {isScarce(space) && (
        <p className="notice warn" role="note">
          {t("space.scarce", { left: `${Math.round((space.left ?? 0) / 2 ** 20)} MB` })}
        </p>
      )}
      {space.persistent !== null && (
        <p className="small">{space.persistent ? t("space.persistent") : t("space.notPersistent")}</p>
      )}
      <p className="small">{t("sync.onlyOpen")}</p>
    </>
  );
}

/** A newer version is taken only here, where no form is open, and only when nothing waits. */
function Update() {
  const { t } = useTexts();
  const { waiting } = useSyncExternalStore(onOffline, offline);
  const unsent = useRead(({ db }) => unsentCount(db), "unsent");
  if (!waiting) return null;
  return (
    <p className="notice">
      {t("update.ready")}{" "}
      <button type="button" disabled={unsent !== 0} onClick={takeUpdate}>
        {t("update.take")}
      </button>
    </p>
  );
}

function OnThisDevice({ visits }: { readonly visits: readonly VisitRecord[] }) {
  const { t } = useTexts();
  const desk = useDesk();
  const unsent = useRead(({ db }) => unsentCount(db), "unsent") ?? 0;
  const forget = async (): Promise<void> => {
    // Counted again where it counts: something may have been saved since it was drawn.
    if ((await unsentCount(desk.db)) > 0) return;
    await desk.save(async () => {
      for (const { key } of visits) await forgetVisit(desk.db, key);
    });
  };
  return (
    <section className="card">
      <RescueButton />
      <AskButton question={t("forget.ask")} disabled={unsent > 0} onYes={() => void forget()}>
        {t("forget.button")}
      </AskButton>
      {unsent > 0 && <p className="small">{t("forget.waiting", { count: unsent })}</p>}
    </section>
  );
}
