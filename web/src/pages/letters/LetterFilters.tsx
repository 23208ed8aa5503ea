/** What the mailbox is narrowed by. */
import { useQuery } from "@tanstack/react-query";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { INSTRUMENT_IDS, INSTRUMENTS } from "../../../../domain/instruments/instruments.js";
import * as queries from "../../api/queries.js";
import type { LetterPage, LetterState } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { Choice } from "../../components/Choice.js";
import { Filters } from "../../components/Filters.js";
import { postName } from "../../components/people.js";
import type { OpenFilter } from "../../components/useFilter.js";
import { useTexts } from "../../i18n/index.js";

export const LETTER_FILTER = ["instrument", "state", "person", "from", "to"] as const;

/** Whatever letters to people are written in. */
const OF_LETTERS = INSTRUMENT_IDS.filter((id) => !INSTRUMENTS[id].ofTheSystem);

const STATES = [
  "queued",
  "sent",
  "failed",
  "manual",
  "draft",
  "superseded",
  "returned",
] as const satisfies readonly LetterState[];

interface Props extends OpenFilter<(typeof LETTER_FILTER)[number]> {
  readonly states: LetterPage["states"] | undefined;
}

export function LetterFilters({ filter, change, clear, set, states }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const posts = useQuery(queries.posts(id));
  const people = new Map(
    (posts.data?.posts ?? []).flatMap((post) =>
      post.holder ? [[post.holder.id, `${post.holder.name} ${postName(post)}`] as const] : [],
    ),
  );
  return (
    <Filters
      folded
      set={set}
      onClear={clear}
      first={
        <Choice
          label={t("letters.instrument")}
          options={OF_LETTERS.map((instrument) => ({ value: instrument, label: t(`instrument.${instrument}`) }))}
          value={filter.instrument}
          onChange={(instrument) => change({ instrument })}
        />
      }
    >
      <Choice
        label={t("letters.state")}
        width={150}
        options={STATES.map((state) => ({
          value: state,
          label: `${t(`letterState.${state}`)}${states ? ` ${states[state]}` : ""}`,
        }))}
        value={filter.state}
        onChange={(state) => change({ state })}
      />
      <Choice
        label={t("letters.person")}
        width={200}
        options={[...people].map(([value, label]) => ({ value, label }))}
        loading={posts.isPending}
        value={filter.person}
        onChange={(person) => change({ person })}
      />
      <Day label={t("letters.from")} value={filter.from} onChange={(from) => change({ from })} />
      <Day label={t("letters.to")} value={filter.to} onChange={(to) => change({ to })} />
    </Filters>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | null) => void;
}

function Day({ label, value, onChange }: DayProps) {
  const { today } = usePlan();
  return (
    <DatePicker
      aria-label={label}
      placeholder={label}
      value={value === undefined ? null : dayjs(value)}
      defaultPickerValue={dayjs(today)}
      showNow={false}
      onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
      style={{ width: 134 }}
    />
  );
}
