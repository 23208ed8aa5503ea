/** 打印送达: letters that go on paper, printed together with their delivery register, and entered once they were handed over. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Letter, PrintJob } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { STATE_TONE } from "../letters/state-tone.js";
import { Sections } from "../my/Sections.js";
import styles from "./desk.module.css";
import { HandOverSheet } from "./HandOverSheet.js";
import paper from "./paper.module.css";
import { PrintSheet } from "./PrintSheet.js";

const FILTER = ["state", "from", "to"] as const;
/** What is printed or entered at once, at most. */
const PAGE = 200;
/** Letters that were given out. */
const STATES = ["manual", "failed", "returned", "sent", "queued"] as const;
const isOut = ({ state }: Letter): boolean => state !== "draft" && state !== "superseded";

export function Page() {
  const { t } = useTexts();
  useTitle(t("paper.title"));
  const { id, plan } = usePlan();
  const { filter, change } = useFilter(FILTER);
  const state = filter.from === undefined ? (filter.state ?? "manual") : filter.state;
  const list = useInfiniteQuery(
    queries.letterPages(id, { ...filter, to: filter.to ?? filter.from, ...(state && { state }), limit: PAGE }),
  );
  const rows = (list.data?.pages.flatMap((page) => page.rows) ?? []).filter(isOut);
  const [entering, setEntering] = useState<readonly Letter[] | null>(null);
  const [job, setJob] = useState<string | null>(null);
  /** Counts what was done: a selection is over with it. */
  const [done, setDone] = useState(0);
  return (
    <>
      <Sections />
      <PageTitle aside={<span className="figures">{list.data?.pages[0]?.total}</span>}>{t("paper.title")}</PageTitle>
      <p className={styles["lead"]}>{t("paper.lead")}</p>
      <div className={styles["list"]}>
        <div className={styles["filter"]} role="search">
          <Choice
            label={t("letters.state")}
            options={STATES.map((value) => ({ value, label: t(`letterState.${value}`) }))}
            value={state}
            onChange={(value) => change({ state: value })}
          />
          <label className={paper["day"]}>
            {t("paper.day")}
            <input
              type="date"
              value={filter.from ?? ""}
              onChange={(event) => change({ from: event.target.value || null, to: event.target.value || null })}
            />
          </label>
        </div>
        {!list.data ? (
          list.error ? (
            <Failure error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Waiting rows={8} />
          )
        ) : rows.length === 0 ? (
          <Nothing title={t("paper.none")} hint={t("paper.noneHint")} />
        ) : (
          <div className="earlier" aria-busy={list.isPlaceholderData}>
            <Chosen key={done} rows={rows} ended={plan.ended} onJob={setJob} onEnter={setEntering} />
          </div>
        )}
        {list.hasNextPage && (
          <p className={styles["more"]}>
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("more")}
            </Button>
          </p>
        )}
      </div>
      <Jobs onOpen={setJob} />
      {job !== null && <PrintSheet jobId={job} onClose={() => setJob(null)} />}
      {entering && (
        <HandOverSheet letters={entering} onDone={() => setDone(done + 1)} onClose={() => setEntering(null)} />
      )}
    </>
  );
}

interface ChosenProps {
  readonly rows: readonly Letter[];
  readonly ended: boolean;
  readonly onJob: (id: string) => void;
  readonly onEnter: (letters: readonly Letter[]) => void;
}

function Chosen({ rows, ended, onJob, onEnter }: ChosenProps) {
  const { t } = useTexts();
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = rows.filter((row) => chosen.has(row.id)).slice(0, PAGE);
  const all = selected.length === Math.min(rows.length, PAGE);
  const print = useMutation({
    mutationFn: () =>
      post<PrintJob>(`/plans/${encodeURIComponent(id)}/print-jobs`, { letters: selected.map((row) => row.id) }),
    onSuccess: async (made) => {
      onJob(made.id);
      await queryClient.invalidateQueries({ queryKey: queries.printJobs(id).queryKey });
    },
  });
  const choose = (letter: string, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(letter);
    else next.delete(letter);
    setChosen(next);
  };
  return (
    <>
      <div className={styles["tools"]}>
        <label className={styles["pick"]}>
          <input
            type="checkbox"
            checked={all}
            onChange={() => setChosen(all ? new Set() : new Set(rows.slice(0, PAGE).map((row) => row.id)))}
          />
          {t("drafts.all")}
        </label>
      </div>
      <ul>
        {rows.map((row) => (
          <LetterRow key={row.id} letter={row} chosen={chosen.has(row.id)} onChoose={(on) => choose(row.id, on)} />
        ))}
      </ul>
      {print.error && <Failure error={print.error} />}
      {selected.length > 0 && (
        <div className={styles["batch"]} role="group" aria-label={t("drafts.selected", { count: selected.length })}>
          <output className="figures">{t("drafts.selected", { count: selected.length })}</output>
          <Button type="primary" icon={<Icon name="print" />} loading={print.isPending} onClick={() => print.mutate()}>
            {t("paper.print")}
          </Button>
          {!ended && <Button onClick={() => onEnter(selected)}>{t("paper.enter")}</Button>}
        </div>
      )}
    </>
  );
}

interface RowProps {
  readonly letter: Letter;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
}

function LetterRow({ letter, chosen, onChoose }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const { id, form, documentNo, person, post: to, on, items, state } = letter;
  const name = [t(`form.${form}`), documentNo].filter(Boolean).join(" ");
  return (
    <li className={styles["draft"]} data-letter={id}>
      <label className={styles["pick"]}>
        <input type="checkbox" checked={chosen} onChange={(event) => onChoose(event.target.checked)} />
        <span className="heard">{t("drafts.select", { name })}</span>
      </label>
      <div className={paper["letter"]}>
        <Link to={path(`letters/${id}`)}>
          <b>{name}</b>
        </Link>
        <span>{person?.name ?? (to ? postName(to) : t("letters.noPerson"))}</span>
        <small className="figures">
          {[format.day(on), t("letters.items", { count: items })].join(" · ")}{" "}
          <b className={STATE_TONE[state]}>{t(`letterState.${state}`)}</b>
        </small>
      </div>
    </li>
  );
}

function Jobs({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const { data } = useQuery(queries.printJobs(id));
  if (!data || data.jobs.length === 0) return null;
  return (
    <Panel title={t("paper.jobs")} className={paper["jobs"]} flush>
      <ul className={styles["rows"]}>
        {data.jobs.map(({ id: job, letters, by, at }) => (
          <li key={job}>
            <p className={styles["first"]}>
              <time className="figures">{format.realMoment(at)}</time>
              <span>{by?.name ?? "—"}</span>
              <span className="quiet">{t("paper.count", { count: letters })}</span>
            </p>
            <Button
              size="small"
              className={styles["end"] ?? ""}
              onClick={() => onOpen(job)}
              aria-label={t("paper.openOf", { at: format.realMoment(at) })}
            >
              {t("paper.open")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
