/** What was said to and fro about an item: instructions with their replies, and applications for more time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import * as queries from "../../api/queries.js";
import type { ItemDetail, LedgerRow } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import type { ActKind } from "../../../../domain/items/acts/catalogue.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { type Offers, Opened } from "./ActBar.js";
import styles from "./acts.module.css";
import { extensionsOf, instructionsOf, type Thread } from "./threads-of.js";

interface Props {
  readonly item: ItemDetail;
  readonly offers: Offers;
}

export function Threads({ item, offers }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(queries.itemLedger(id, item.id));
  // Few items have more rows than a page; what is left out here would be an answer that nobody sees.
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  const instructions = instructionsOf(rows);
  const extensions = extensionsOf(rows);
  return (
    <>
      {instructions.length > 0 && (
        <Panel title={t("thread.instructions")}>
          <ul className={styles["thread"]}>
            {instructions.map((thread) => (
              <li key={thread.id} data-open={!thread.over}>
                <Rows rows={thread.rows} first="instructed" />
                <InstructionState thread={thread} item={item} offers={offers} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {extensions.length > 0 && (
        <Panel title={t("thread.extension")}>
          <ul className={styles["thread"]}>
            {extensions.map((thread) => (
              <li key={thread.id} data-open={!thread.over}>
                <Rows rows={thread.rows} first="extensionRequested" />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Rows({ rows, first }: { readonly rows: readonly LedgerRow[]; readonly first: string }) {
  const say = useSay();
  const format = useFormat();
  return rows.map((row) => (
    <p key={row.seq} className={styles["said"]} data-mine={row.type === first ? "first" : "answer"}>
      <small className="figures">{format.moment(row.at)}</small>
      <span>{say(row.words)}</span>
    </p>
  ));
}

const ANSWERS = [
  "replyToInstruction",
  "forwardReply",
  "acceptReply",
  "returnReply",
] as const satisfies readonly ActKind[];

interface StateProps extends Props {
  readonly thread: Thread;
}

/** Whose turn it is, and what the reader may do about it. */
function InstructionState({ thread, item, offers }: StateProps) {
  const { t } = useTexts();
  const format = useFormat();
  const [open, setOpen] = useState<ActKind | null>(null);
  const entry = item.instructions.find(({ id }) => id === thread.id);
  const may = ANSWERS.filter((name) => offers.get(name)?.refs.includes(thread.id));
  return (
    <div className={styles["state"]}>
      <small className={entry ? "text-yellow" : "text-green"}>
        {!entry
          ? t("thread.accepted")
          : entry.replied
            ? t(entry.toCheck ? "thread.toCheck" : "thread.replied")
            : t("thread.waiting", { unit: entry.unit.name, date: format.day(entry.replyBy) })}
      </small>
      {may.map((name) => (
        <Button key={name} size="small" onClick={() => setOpen(name)}>
          {t(`act.${name}`)}
        </Button>
      ))}
      <Opened
        open={open && { name: open, refs: [thread.id] }}
        item={item}
        offers={offers}
        onClose={() => setOpen(null)}
      />
    </div>
  );
}
