/** One check in the list: where, until when, whether it can be filled in offline, how far it is. */
import { useState, useSyncExternalStore } from "react";
import type { MyVisit } from "../contract.js";
import { visitKeyOf } from "../contract.js";
import type { VisitRecord } from "../local/records.js";
import { offline, onOffline } from "../offline.js";
import type { PlanInList } from "../sync/identity.js";
import { isLost, takenAt } from "../sync/my-visits.js";
import { fetchPictures, takeAlong } from "../sync/take-along.js";
import type { Answer } from "../sync/transport.js";
import { dayText, planTimeText, roundText, useTexts } from "../texts.js";
import { useDesk, visitHash } from "./hooks.js";
import { Offered } from "./Offered.js";
import { Progress } from "./Progress.js";

interface VisitCardProps {
  readonly listed: MyVisit | null;
  readonly here: VisitRecord | undefined;
  readonly plan: PlanInList | null;
  readonly person: { readonly id: string; readonly name: string };
}

export function VisitCard({ listed, here, plan, person }: VisitCardProps) {
  const { t } = useTexts();
  const name = here?.bundle.place.name ?? listed?.place.name ?? "";
  const { round, visit } = here ?? listed ?? { round: "", visit: "" };
  const mode = here?.bundle.mode ?? listed?.mode ?? "visit";
  return (
    <article className="card" aria-label={name} data-visit={visit}>
      <h3>
        {here ? <a href={visitHash(here.key)}>{name}</a> : name}
        <span className="small">
          {" "}
          {t(`visits.${mode}`)} · {roundText(round)}
          {listed && ` · ${t("visits.until", { date: dayText(listed.visitsUntil) })}`}
        </span>
      </h3>
      {here && <Ready visit={here} />}
      {here && <Offered visit={here} />}
      {here && <Progress visitKey={here.key} />}
      {listed && isLost(listed, person.id, here) && <Lost listed={listed} person={person.id} name={name} />}
      {listed?.roundStatus === "closing" && !here && <p className="small">{t("visits.closing")}</p>}
      {listed?.roundStatus === "closed" && <p className="small">{t("visits.closed")}</p>}
      <div className="row">
        {here && (
          <a className="button main" href={visitHash(here.key)}>
            {t("visits.open")}
          </a>
        )}
        {listed && plan && <Take listed={listed} here={here} plan={plan} person={person} />}
      </div>
    </article>
  );
}

/** Whether the village can be gone to: the bundle, its pictures and the page itself are on the device. */
export function Ready({ visit }: { readonly visit: VisitRecord }) {
  const { t } = useTexts();
  const { state } = useSyncExternalStore(onOffline, offline);
  const { missing } = visit.pictures;
  const isReady = missing === 0 && state === "ready";
  return (
    <p className={isReady ? "good" : "warn"} data-ready={isReady}>
      {isReady && t("noNetworkNeeded", { at: planTimeText(visit.bundle.asOf) })}
      {missing > 0 && t("visits.incomplete", { count: missing })}
      {missing === 0 && state !== "ready" && state !== "unsupported" && t("visits.shellMissing")}
      {missing === 0 && state === "unsupported" && t("insecure.title")}
    </p>
  );
}

function Lost({ listed, person, name }: { readonly listed: MyVisit; readonly person: string; readonly name: string }) {
  const { t } = useTexts();
  const of = ({ arrived }: { readonly arrived: number }, all: number): string => `${arrived}/${all}`;
  return (
    <p className="notice bad" role="alert">
      {t("visits.lost", {
        name,
        at: planTimeText(takenAt(listed, person) ?? ""),
        lines: of(listed.lines, listed.lines.asked),
        photos: of(listed.photos, listed.photos.named),
      })}{" "}
      {t("visits.lostOther")}
    </p>
  );
}

function Take({
  listed,
  here,
  plan,
  person,
}: VisitCardProps & { readonly listed: MyVisit; readonly plan: PlanInList }) {
  const { t } = useTexts();
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState("");
  const at = { plan: plan.id, round: listed.round, visit: listed.visit };
  const isOver = listed.status === "submitted" || listed.roundStatus === "closed" || listed.roundStatus === "draft";
  // While a round closes only what was taken along before is read anew.
  const wasTaken = takenAt(listed, person.id) !== null;
  if (isOver || (listed.roundStatus === "closing" && !here && !wasTaken)) return null;
  const take = async (): Promise<void> => {
    setBusy(true);
    setSaid("");
    try {
      await desk.prepare();
      const taker = { person, planTitle: plan.title, device: desk.device };
      const again = here !== undefined || (wasTaken && listed.roundStatus === "closing");
      const answered = await desk.save(() => takeAlong(desk.db, at, listed, taker, again));
      setSaid(answered.kind === "ok" ? changeText(here, answered) : t("visits.refused", { why: whyText(answered) }));
    } finally {
      setBusy(false);
    }
  };
  const whyText = (answered: Answer<unknown>): string => {
    if (answered.kind === "refused") return answered.detail || answered.code;
    if (answered.kind === "offline") return t(`trouble.${answered.why}`);
    return answered.kind === "signIn" ? t("sync.signIn") : t("trouble.busy");
  };
  const changeText = (
    before: VisitRecord | undefined,
    { body }: Extract<Answer<VisitRecord["bundle"]>, { kind: "ok" }>,
  ): string => {
    if (!before) return "";
    const [old, now] = [before.bundle.lines, body.lines].map((lines) => new Set(lines.map(({ key }) => key)));
    const added = [...(now ?? [])].filter((key) => !old?.has(key)).length;
    const removed = [...(old ?? [])].filter((key) => !now?.has(key)).length;
    return added + removed > 0 ? t("visits.changed", { added, removed }) : "";
  };
  return (
    <>
      <button
        type="button"
        className={here ? "" : "main"}
        disabled={busy || !desk.isWriter}
        onClick={() => void (here && here.pictures.missing > 0 ? refetch(here) : take())}
      >
        {busy ? t("visits.taking") : here ? t("visits.again") : t("visits.take")}
      </button>
      {said !== "" && (
        <p className="small" role="status">
          {said}
        </p>
      )}
    </>
  );
  async function refetch(visit: VisitRecord): Promise<void> {
    setBusy(true);
    try {
      await desk.save(() => fetchPictures(desk.db, visitKeyOf(visit)));
    } finally {
      setBusy(false);
    }
  }
}
