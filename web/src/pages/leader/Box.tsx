/**
 * 呈阅件 that wait for the seat, read where they stand: each with its items, all of them chosen until one is left out, and two
 * buttons at the thumb. What was done then stands in their place, in the ledger's own words.
 */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Suspense, useRef, useState } from "react";
import { lazyPart } from "../../app/part.js";
import * as queries from "../../api/queries.js";
import { post } from "../../api/client.js";
import type { ActionAnswer, LeaderLine, LeaderPage, Submission } from "../../api/types.js";
import { Told } from "../../actions/Told.js";
import { useSend } from "../../actions/useSend.js";
import { Failure } from "../../components/Failure.js";
import { LightMark } from "../../components/Light.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { placeName } from "../../components/place.js";
import { Since } from "../../components/Since.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { useAppearance } from "../../theme/appearance.js";
import { LetterFrame } from "../letters/LetterFrame.js";
import { DoneNote } from "./DoneNote.js";
import styles from "./leader.module.css";
import { LineStory } from "./Lines.js";
import type { Seat } from "./seat.js";

const InstructSheet = lazyPart(async () => (await import("./InstructSheet.js")).InstructSheet);

interface Props {
  readonly page: LeaderPage;
  readonly seat: Seat;
}

/** What was said, until it was read that it was done. */
interface Done {
  readonly kind: "acknowledged" | "instructed";
  readonly answer: ActionAnswer;
}

export function Box({ page, seat }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [writing, setWriting] = useState<readonly LeaderLine[] | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const lines = page.box.flatMap((one) => one.lines);
  const chosen = lines.filter(({ item }) => !left.has(item.id));
  const liaison = seat.capacity.onBehalfOf !== null;
  const names = new Map(lines.map(({ item }) => [item.id, `${placeName(item, t("wholeCounty"))} ${item.title}`]));
  const items = chosen.map(({ item }) => item.id);
  const reading = useSend<{ readonly items: readonly string[] }, ActionAnswer>(
    `${id} read from ${seat.post.id}`,
    (body, key) =>
      post(
        `/plans/${encodeURIComponent(id)}/actions/acknowledge`,
        { ...body, post: seat.post.id, text: t("leader.readText") },
        key,
      ),
  );
  const { phase } = reading.state;
  const finish = (answer: ActionAnswer | null): void => {
    if (answer) setDone({ kind: "acknowledged", answer });
  };
  const leave = (ids: readonly string[], out: boolean): void =>
    setLeft((before) => {
      const next = new Set(before);
      for (const one of ids)
        if (out) next.add(one);
        else next.delete(one);
      return next;
    });
  const withCount = (name: string): string =>
    chosen.length === 0 ? name : t("leader.withCount", { name, count: chosen.length });
  return (
    <>
      {done && <DoneNote page={page} done={done} names={names} onClose={() => setDone(null)} />}
      <Panel title={t("leader.box")} aside={t("leader.boxCount", { count: page.waiting })} flush>
        {page.box.length === 0 && <Nothing title={t("leader.boxEmpty")} />}
        {page.box.map((one) => (
          <Letter key={`${one.on} ${one.letter}`} of={one} left={left} onLeave={leave} />
        ))}
        <Told state={reading.state} names={names} />
        {lines.length > 0 && (
          <div className={styles["thumb"]} role="group" aria-label={t("leader.actions", { count: chosen.length })}>
            {phase === "unknown" ? (
              <>
                <Button type="primary" size="large" block onClick={() => void reading.again().then(finish)}>
                  {t("acting.again")}
                </Button>
                <Button size="large" block onClick={() => reading.drop()}>
                  {t("acting.change")}
                </Button>
              </>
            ) : (
              <>
                <Button
                  size="large"
                  block
                  data-act="acknowledge"
                  loading={phase === "sending"}
                  disabled={chosen.length === 0 || phase === "sending"}
                  onClick={() => void reading.send({ items }).then(finish)}
                >
                  {withCount(t(liaison ? "leader.noteRead" : "leader.read"))}
                </Button>
                <Button
                  type="primary"
                  size="large"
                  block
                  data-act="instruct"
                  disabled={chosen.length === 0 || phase === "sending"}
                  onClick={() => setWriting(chosen)}
                >
                  {withCount(t(liaison ? "leader.enterShort" : "leader.instruct"))}
                </Button>
              </>
            )}
          </div>
        )}
      </Panel>
      {writing && (
        <Suspense>
          <InstructSheet
            page={page}
            seat={seat}
            lines={writing}
            onDone={(answer) => setDone({ kind: "instructed", answer })}
            onClose={() => setWriting(null)}
          />
        </Suspense>
      )}
    </>
  );
}

interface LetterProps {
  readonly of: Submission;
  /** Items left out of what is chosen. */
  readonly left: ReadonlySet<string>;
  readonly onLeave: (items: readonly string[], out: boolean) => void;
}

function Letter({ of: { letter, on, lines }, left, onLeave }: LetterProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const [open, setOpen] = useState(false);
  const ids = lines.map(({ item }) => item.id);
  const chosen = ids.filter((id) => !left.has(id)).length;
  const name = on === null ? t("leader.submittedSome") : t("leader.submitted", { date: format.dayAfter(on, today) });
  return (
    <section className={styles["submission"]} aria-label={name}>
      <header>
        <h3 className="figures">{name}</h3>
        {letter !== null && (
          <button type="button" className={styles["open"]} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "leader.shut" : "leader.open")}
          </button>
        )}
        {lines.length > 1 && (
          <label className={styles["all"]}>
            <input
              type="checkbox"
              checked={chosen === ids.length}
              ref={(box) => {
                if (box) box.indeterminate = chosen > 0 && chosen < ids.length;
              }}
              onChange={() => onLeave(ids, chosen === ids.length)}
            />
            {t("leader.chooseAll")}
          </label>
        )}
      </header>
      {letter === null && <p className={styles["note"]}>{t("leader.notWhole")}</p>}
      {open && letter !== null && <Whole letter={letter} />}
      <ul className={styles["waiting"]}>
        {lines.map((line) => {
          const { item } = line;
          const place = placeName(item, t("wholeCounty"));
          return (
            <li key={item.id} data-item={item.id}>
              <label>
                <input
                  type="checkbox"
                  checked={!left.has(item.id)}
                  aria-label={t("leader.choose", { name: `${place} ${item.title}` })}
                  onChange={(event) => onLeave([item.id], !event.target.checked)}
                />
                <LightMark light={item.light} label={t(`light.${item.light}`)} />
                <span>
                  <b>{place}</b> {item.title}
                </span>
              </label>
              <div className={styles["facts"]}>
                <p className="figures">
                  <Since line={line} />
                </p>
                <LineStory line={line} />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The letter as it was sent. */
function Whole({ letter }: { readonly letter: string }) {
  const { id } = usePlan();
  const { language } = useAppearance();
  const frame = useRef<HTMLIFrameElement>(null);
  const { data, error, refetch } = useQuery(queries.letter(id, letter, language));
  return (
    <div className={styles["whole"]}>
      {data ? (
        <LetterFrame html={data.html} title={data.subject} frame={frame} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={6} />
      )}
    </div>
  );
}
