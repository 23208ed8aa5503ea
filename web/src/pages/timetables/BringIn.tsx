/** A workbook of timetables: read whole, every mistake told by its cell, then set, one request for all items that say the same. */
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Away, newKey, post, Refused, upload } from "../../api/client.js";
import { timetablePath } from "../../api/timetables.js";
import type { ActionAnswer, ImportedTimetables } from "../../api/types.js";
import { say as announce } from "../../app/said.js";
import { CellMistakes } from "../../components/CellMistakes.js";
import { FilePick } from "../../components/FilePick.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./timetables.module.css";

type Item = ImportedTimetables["items"][number];
interface NotSet {
  readonly item: Item;
  readonly why: string;
}

/** Items whose timetables are the same, as many as one request takes. */
const MOST = 200;

/** A request each, under a key that stays the same when it is sent again. */
interface Sending {
  readonly key: string;
  readonly text: string;
  readonly items: readonly Item[];
}

function sendingsOf(items: readonly Item[]): Sending[] {
  const byText = new Map<string, Item[]>();
  for (const item of items) byText.set(item.text, [...(byText.get(item.text) ?? []), item]);
  return [...byText].flatMap(([text, same]) =>
    Array.from({ length: Math.ceil(same.length / MOST) }, (_, no) => ({
      key: newKey(),
      text,
      items: same.slice(no * MOST, (no + 1) * MOST),
    })),
  );
}

export function BringIn({ unit, onSet }: { readonly unit: string; readonly onSet: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [read, setRead] = useState<ImportedTimetables | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async (file: File): Promise<void> => {
    setRead(null);
    setWrong(null);
    setBusy(true);
    const form = new FormData();
    form.set("file", file);
    try {
      setRead(await upload<ImportedTimetables>(`${timetablePath(id, unit)}/import`, form, newKey(), () => {}));
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Away)) throw error;
      setWrong(error.detail ?? t("away.noAnswer"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <FilePick accept=".xlsx" loading={busy} onFile={(file) => void look(file)}>
        {t("timetables.upload")}
      </FilePick>
      {wrong !== null && (
        <p role="alert" className="text-red">
          {wrong}
        </p>
      )}
      {read && read.mistakeCount > 0 && (
        <div className={styles["mistakes"]} role="alert">
          {t("timetables.mistakes", { count: read.mistakeCount })}
          <CellMistakes mistakes={read.mistakes} />
        </div>
      )}
      {read && read.mistakeCount === 0 && <Preview read={read} onSet={onSet} />}
    </>
  );
}

function Preview({ read, onSet }: { readonly read: ImportedTimetables; readonly onSet: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const format = useFormat();
  const queryClient = useQueryClient();
  const changed = read.items.filter(({ same }) => !same);
  const [sendings, setSendings] = useState(() => sendingsOf(changed));
  const [done, setDone] = useState(0);
  const [busy, setBusy] = useState(false);
  const [notSet, setNotSet] = useState<readonly NotSet[]>([]);
  const [away, setAway] = useState(false);
  const setAll = async (): Promise<void> => {
    setBusy(true);
    setAway(false);
    const refused: NotSet[] = [];
    let waiting = sendings;
    let set = 0;
    for (const sending of sendings) {
      const answer = await send(id, sending);
      if (answer === null) {
        setAway(true);
        break;
      }
      refused.push(...answer);
      set += sending.items.length - answer.length;
      waiting = waiting.filter((one) => one !== sending);
      setDone((before) => before + sending.items.length);
    }
    setSendings(waiting);
    setNotSet((before) => [...before, ...refused]);
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: ["plan", id] });
    if (set > 0) announce(t("timetables.done", { count: set }));
    if (waiting.length === 0 && refused.length === 0) onSet();
  };
  if (changed.length === 0) return <p role="status">{t("timetables.unchanged")}</p>;
  return (
    <div className={styles["preview"]}>
      <p role="status">
        {busy
          ? t("timetables.setting", { done, all: changed.length })
          : t("timetables.read", { count: changed.length })}
      </p>
      {sendings.length > 0 && (
        <Button type="primary" loading={busy} onClick={() => void setAll()}>
          {t(away ? "timetables.again" : "timetables.set")}
        </Button>
      )}
      {away && (
        <p role="alert" className="text-red">
          {t("away.noAnswer")}
        </p>
      )}
      {notSet.length > 0 && (
        <ul role="alert" className="text-red">
          {notSet.map(({ item, why }) => (
            <li key={item.item}>{`${item.place ?? ""} ${item.title}${t("colon")}${why}`}</li>
          ))}
        </ul>
      )}
      <ul className={styles["items"]}>
        {changed.map(({ item, title, place, lines }) => (
          <li key={item}>
            <details>
              <summary>{`${place ?? ""} ${title}（${t("timetables.lines", { count: lines.length })}）`}</summary>
              <ol>
                {lines.map(({ by, measure, quantity, person, percent }) => (
                  <li key={`${by} ${measure}`}>{`${format.day(by)} ${measure} ${quantity} ${person} ${percent}%`}</li>
                ))}
              </ol>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Which of its items were not set, and why; null: nobody answered, and it may be sent again. */
async function send(plan: string, { key, text, items }: Sending): Promise<readonly NotSet[] | null> {
  const body = { items: items.map(({ item }) => item), text };
  try {
    const answer = await post<ActionAnswer>(`/plans/${encodeURIComponent(plan)}/actions/setTimetable`, body, key);
    const refusals = new Map(answer.outcomes.map(({ item, refusal }) => [item, refusal]));
    return items.flatMap((item) => {
      const refusal = refusals.get(item.item);
      return refusal ? [{ item, why: refusal.reason[document.documentElement.lang === "en" ? "en" : "zh"] }] : [];
    });
  } catch (error) {
    if (error instanceof Refused) return items.map((item) => ({ item, why: error.detail }));
    if (error instanceof Away) return null;
    throw error;
  }
}
