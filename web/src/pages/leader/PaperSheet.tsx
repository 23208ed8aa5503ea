/**
 * The page as one A4 sheet, for those who read on paper: villages by light with what is late in them, what waits, what was said and
 * what came of it. Lines that do not fit are counted; a long title ends with its line. Shown when printed only.
 */
import type { ReactNode } from "react";
import type { LeaderLine, LeaderPage } from "../../api/types.js";
import { useCountsText } from "../../components/counts-text.js";
import { placeName } from "../../components/place.js";
import { TimeLeft } from "../../components/TimeLeft.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import paper from "./paper.module.css";
import type { Seat } from "./seat.js";
import { shares } from "./shares.js";

/** Lines of the sheet: of all villages together, of what else is late, of what waits; and how many words, four lines each. */
const ROWS = 22;
const ELSEWHERE = 3;
const WAITING = 4;
const WORDS = 3;
/** Lines that one more of the words takes. */
const WORD_LINES = 3;

/** Lines that villages leave free, or what is late elsewhere where there are none, go to what was said. */
function room({ villages, elsewhere }: LeaderPage): { readonly rows: number; readonly words: number } {
  const rows = ROWS - (villages.length > 0 && elsewhere.length > 0 ? ELSEWHERE + 1 : 0);
  const wanted =
    villages.length > 0
      ? villages.reduce((sum, { lines }) => sum + Math.max(2, lines.length), 0)
      : elsewhere.length + 1;
  return { rows, words: WORDS + Math.floor(Math.max(0, rows - wanted) / WORD_LINES) };
}

export function PaperSheet({ page, seat }: { readonly page: LeaderPage; readonly seat: Seat }) {
  const { t } = useTexts();
  const format = useFormat();
  const { plan, me } = usePlan();
  const { villages } = page;
  const name = seat.holder.person ? t("leader.of", { name: seat.holder.person.name }) : seat.post.title;
  return (
    <article className={paper["sheet"]} aria-hidden="true" data-paper>
      <header>
        <h1>{t(villages.length > 0 ? "leader.paper.title" : "leader.paper.titleOther", { name })}</h1>
        <p>
          <span>{plan.shortTitle}</span>
          <span>{t("leader.paper.asOf", { date: format.day(page.on) })}</span>
        </p>
      </header>
      {villages.length > 0 && <VillageTable page={page} />}
      {page.elsewhere.length > 0 &&
        (villages.length === 0 ? <ElsewhereTable page={page} /> : <ElsewherePart page={page} />)}
      {page.waiting > 0 && <WaitingPart page={page} />}
      <SaidPart page={page} />
      <footer>
        <span>{plan.mode === "rehearsal" ? t("leader.paper.rehearsal") : ""}</span>
        <span>{t("leader.paper.printedBy", { name: me.person?.name ?? "", date: format.day(page.on) })}</span>
      </footer>
    </article>
  );
}

function Time({ line }: { readonly line: LeaderLine }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const { item, since } = line;
  if (since !== null)
    return t("leader.paper.days", { date: format.dayAfter(since, today), count: item.workingDaysOverdue });
  if (item.due !== "ahead") return <TimeLeft item={item} />;
  const due = t("leader.dueOn", { date: format.dayAfter(item.deadline, today) });
  return `${due}${item.rule === "behindSchedule" ? `${t("list")}${t("leader.paper.behind")}` : ""}`;
}

function Cells({ line, placed = false }: { readonly line: LeaderLine; readonly placed?: boolean }) {
  const { t } = useTexts();
  const { item, awaited } = line;
  return (
    <>
      <td>
        <div>
          {placed && `${placeName(item, t("wholeCounty"))} `}
          {item.title}
        </div>
      </td>
      <td>{t(`light.${item.light}`)}</td>
      <td>
        <Time line={line} />
      </td>
      <td>{awaited && `${awaited.unit.name}${t("brackets", { text: t(`leader.step.${awaited.step}`) })}`}</td>
    </>
  );
}

function Head({ first }: { readonly first: ReactNode }) {
  const { t } = useTexts();
  return (
    <thead>
      <tr>
        {first}
        <th scope="col">{t("leader.paper.matter")}</th>
        <th scope="col">{t("leader.paper.light")}</th>
        <th scope="col">{t("leader.paper.since")}</th>
        <th scope="col">{t("leader.paper.with")}</th>
      </tr>
    </thead>
  );
}

/** On paper what asks for attention is counted. */
const NONE = { red: 0, yellow: 0, green: 0, blue: 0, grey: 0, notStarted: 0 } as const;

function VillageTable({ page }: { readonly page: LeaderPage }) {
  const { villages } = page;
  const { rows } = room(page);
  const { t } = useTexts();
  const counts = useCountsText();
  const given = shares(
    villages.map(({ lines }) => Math.max(1, lines.length)),
    rows,
  );
  return (
    <table className={paper["villages"]}>
      <Head first={<th scope="col">{t("leader.paper.village")}</th>} />
      {villages.map((one, at) => {
        const lines = one.lines.slice(0, given[at]);
        const left = one.lines.length - lines.length + one.more;
        const [first, ...others] = lines;
        return (
          <tbody key={one.village.id}>
            <tr>
              <th scope="rowgroup" rowSpan={Math.max(1, lines.length)}>
                <div>{one.village.name}</div>
                <small>{counts({ ...NONE, red: one.counts.red, yellow: one.counts.yellow })}</small>
                {left > 0 && <small>{t("leader.paper.rest", { count: left })}</small>}
              </th>
              {first ? <Cells line={first} /> : <td colSpan={4}>{t("leader.allGood")}</td>}
            </tr>
            {others.map((line) => (
              <tr key={line.item.id}>
                <Cells line={line} />
              </tr>
            ))}
          </tbody>
        );
      })}
    </table>
  );
}

/** Of a member of the leading group, who is paired with no village. */
function ElsewhereTable({ page: { elsewhere } }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  const shown = elsewhere.slice(0, ROWS);
  return (
    <>
      <table>
        <Head first={null} />
        <tbody>
          {shown.map((line) => (
            <tr key={line.item.id}>
              <Cells line={line} placed />
            </tr>
          ))}
        </tbody>
      </table>
      {elsewhere.length > shown.length && <p>{t("leader.paper.rest", { count: elsewhere.length - shown.length })}</p>}
    </>
  );
}

/** Of those with villages, what is late elsewhere and was submitted to them. */
function ElsewherePart({ page: { elsewhere } }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  const shown = elsewhere.slice(0, ELSEWHERE);
  return (
    <section>
      <h2>
        {t("leader.elsewhere")}
        {t("brackets", { text: elsewhere.length })}
      </h2>
      <ul>
        {shown.map((line) => (
          <li key={line.item.id}>
            {placeName(line.item, t("wholeCounty"))} {line.item.title}
            {t("list")}
            <Time line={line} />
            {line.awaited &&
              `${t("list")}${line.awaited.unit.name}${t("brackets", { text: t(`leader.step.${line.awaited.step}`) })}`}
          </li>
        ))}
        {elsewhere.length > shown.length && (
          <li>{t("leader.paper.rest", { count: elsewhere.length - shown.length })}</li>
        )}
      </ul>
    </section>
  );
}

function WaitingPart({ page }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const lines = page.box.flatMap(({ on, lines: own }) => own.map((line) => ({ on, line })));
  const shown = lines.slice(0, WAITING);
  return (
    <section>
      <h2>{t("leader.paper.box", { count: page.waiting })}</h2>
      <ul>
        {shown.map(({ on, line: { item, lastWords } }) => (
          <li key={item.id}>
            {placeName(item, t("wholeCounty"))} {item.title}
            {on !== null && `${t("list")}${t("leader.submitted", { date: format.dayAfter(on, today) })}`}
            {t("semicolon")}
            {lastWords
              ? t("leader.unitSaid", {
                  unit: item.primaryUnit.name,
                  date: format.dayAfter(lastWords.on, today),
                  text: lastWords.text,
                })
              : t("leader.unitSilent", { unit: item.primaryUnit.name })}
          </li>
        ))}
        {lines.length > shown.length && <li>{t("leader.paper.rest", { count: lines.length - shown.length })}</li>}
      </ul>
    </section>
  );
}

function SaidPart({ page }: { readonly page: LeaderPage }) {
  const { t } = useTexts();
  const format = useFormat();
  const { today } = usePlan();
  const words = page.said.filter(({ kind }) => kind === "instructed");
  const shown = words.slice(0, room(page).words);
  return (
    <section>
      <h2>{t("leader.paper.said")}</h2>
      {shown.length === 0 && <p>{t("leader.paper.none")}</p>}
      <ol>
        {shown.map(({ on, text, replyBy, items }) => {
          const [first] = items;
          return (
            <li key={`${on} ${text} ${first?.item.id}`}>
              <p>
                {format.dayAfter(on, today)}
                {t("colon")}
                {text}
                {replyBy !== null &&
                  t("brackets", { text: t("leader.replyByDay", { date: format.dayAfter(replyBy, today) }) })}
              </p>
              <p>{items.map((one) => outcomeWords(one)).join(t("semicolon"))}</p>
            </li>
          );
        })}
      </ol>
      {words.length > shown.length && <p>{t("leader.paper.rest", { count: words.length - shown.length })}</p>}
    </section>
  );

  function outcomeWords({ item, unit, outcome }: LeaderPage["said"][number]["items"][number]): string {
    const place = placeName(item, t("wholeCounty"));
    const state = outcome ? t(`leader.outcome.${outcome.state}`) : "";
    const when = outcome?.on ? ` ${format.dayAfter(outcome.on, today)}` : "";
    return `${place} ${unit?.name ?? ""}${state}${when}`;
  }
}
