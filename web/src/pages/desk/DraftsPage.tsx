/** 待签发文书: drafts, the oldest first, each as it would go out; several are signed, merged or held at once. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import type { Letter } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { Sheet } from "../../components/Sheet.js";
import { useNarrow } from "../../components/useNarrow.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { LetterView } from "../letters/LetterView.js";
import { Sections } from "../my/Sections.js";
import { DraftSheet, type DraftAct } from "./DraftSheet.js";
import styles from "./desk.module.css";

/** As many as one request may sign. */
const PAGE = 100;

export function Page() {
  const { t } = useTexts();
  useTitle(t("drafts.title"));
  const narrow = useNarrow(1100);
  const { id } = usePlan();
  const [preview, setPreview] = useState<string | null>(null);
  const list = useInfiniteQuery(queries.letterPages(id, { waiting: true, limit: PAGE }));
  const rows = oldestFirst(list.data?.pages.flatMap((page) => page.rows) ?? []);
  const [opened, setOpened] = useState<Opened | null>(null);
  /** Counts what was done: a selection is over with it. */
  const [signed, setSigned] = useState(0);
  const shown = rows.find((one) => one.id === preview) ?? (narrow ? undefined : rows[0]);
  return (
    <>
      <Sections />
      <PageTitle aside={rows.length > 0 && <span className="figures">{list.data?.pages[0]?.total}</span>}>
        {t("drafts.title")}
      </PageTitle>
      <p className={styles["lead"]}>{t("drafts.lead")}</p>
      {!list.data ? (
        list.error ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Waiting rows={10} />
        )
      ) : rows.length === 0 ? (
        <div className={styles["list"]}>
          <Nothing title={t("drafts.none")} />
        </div>
      ) : (
        <div className={styles["drafts"]} data-narrow={narrow}>
          <div className={styles["list"]}>
            <DraftList key={signed} rows={rows} open={shown?.id} onOpen={setPreview} onAct={setOpened} />
            {list.hasNextPage && (
              <p className={styles["more"]}>
                <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t("more")}
                </Button>
              </p>
            )}
          </div>
          {shown &&
            (narrow ? (
              <Sheet title={t("drafts.preview")} onClose={() => setPreview(null)} form>
                <LetterView key={shown.id} letterId={shown.id} back={false} />
              </Sheet>
            ) : (
              <LetterView key={shown.id} letterId={shown.id} back={false} />
            ))}
        </div>
      )}
      {/* Beside the list: what became of each letter is told when none is left in it. */}
      {opened && (
        <DraftSheet
          act={opened.act}
          letters={opened.letters}
          onDone={() => setSigned(signed + 1)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

interface Opened {
  readonly act: DraftAct;
  readonly letters: readonly Letter[];
}

/** In the order in which they are numbered when all are signed. */
const oldestFirst = (letters: readonly Letter[]): Letter[] =>
  [...letters].sort(
    (a, b) => Date.parse(a.closedAt) - Date.parse(b.closedAt) || nameOf(a).localeCompare(nameOf(b), "zh"),
  );

const nameOf = ({ instrument, post }: Letter): string => `${instrument} ${post ? postName(post) : ""}`;

/** One number has one text: drafts of one kind to one recipient. */
const areAlike = (letters: readonly Letter[]): boolean =>
  new Set(letters.map(({ instrument, post }) => `${instrument} ${post?.id}`)).size === 1;

interface ListProps {
  readonly rows: readonly Letter[];
  readonly open: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onAct: (opened: Opened) => void;
}

function DraftList({ rows, open, onOpen, onAct }: ListProps) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What was signed meanwhile is no draft any more.
  const selected = rows.filter(({ id }) => chosen.has(id)).slice(0, PAGE);
  const all = selected.length === Math.min(rows.length, PAGE);
  const choose = (id: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const acts: readonly DraftAct[] =
    selected.length > 1 && areAlike(selected) ? ["sign", "merge", "hold"] : ["sign", "hold"];
  return (
    <>
      <div className={styles["tools"]}>
        <label className={styles["pick"]}>
          <input
            type="checkbox"
            checked={all}
            ref={(box) => {
              if (box) box.indeterminate = selected.length > 0 && !all;
            }}
            onChange={() => setChosen(all ? new Set() : new Set(rows.slice(0, PAGE).map(({ id }) => id)))}
          />
          {t("drafts.all")}
        </label>
      </div>
      <ul>
        {rows.map((letter) => (
          <DraftRow
            key={letter.id}
            letter={letter}
            open={letter.id === open}
            chosen={chosen.has(letter.id)}
            onChoose={(on) => choose(letter.id, on)}
            onOpen={() => onOpen(letter.id)}
          />
        ))}
      </ul>
      {selected.length > 0 && !plan.ended && (
        <div className={styles["batch"]} role="group" aria-label={t("drafts.selected", { count: selected.length })}>
          <output className="figures">{t("drafts.selected", { count: selected.length })}</output>
          {acts.map((name) => (
            <Button
              key={name}
              type={name === "sign" ? "primary" : "default"}
              onClick={() => onAct({ act: name, letters: selected })}
            >
              {t(`drafts.${name}`)}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

interface RowProps {
  readonly letter: Letter;
  readonly open: boolean;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onOpen: () => void;
}

function DraftRow({ letter, open, chosen, onChoose, onOpen }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { instrument, post, on, items } = letter;
  const to = post ? postName(post) : t("letters.noPerson");
  const name = t(`instrument.${instrument}`);
  return (
    <li className={styles["draft"]} data-open={open} data-letter={letter.id}>
      <label className={styles["pick"]}>
        <input type="checkbox" checked={chosen} onChange={(event) => onChoose(event.target.checked)} />
        <span className="heard">{t("drafts.select", { name: `${name} ${to}` })}</span>
      </label>
      <button type="button" className={styles["open"]} aria-pressed={open} onClick={onOpen}>
        <b>{name}</b>
        <span>{to}</span>
        <small className="figures">
          {[t("drafts.draftedOn", { date: format.day(on) }), t("letters.items", { count: items })].join(" · ")}
        </small>
      </button>
    </li>
  );
}
