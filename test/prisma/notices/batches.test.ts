/** What an append tells one recipient is one row with the list of what it tells; whatever else differs, is another row. */
import { describe, expect, it } from "vitest";
import { noticeBatches } from "../../../prisma/notices/batches.js";
import { type DecidedNotice, type NotedRecipient, noticeRows } from "../../../prisma/notices/notices.js";

const AT = Date.UTC(2021, 6, 9, 1);
const desk: NotedRecipient = { role: "to", addressed: "unit/desk", post: "unit/desk", person: "p-unit-desk" };
const head: NotedRecipient = { role: "copy", addressed: "unit/head", post: "unit/head", person: "p-unit-head" };
const urged = (rung = "urge", deadlineVersion = 1): DecidedNotice => ({
  instrument: "urge",
  delivery: "batched",
  rung: { ladder: "deadline", id: rung, deadlineVersion, repetition: 0 },
  facts: { overdue: 3 },
  closeAt: AT + 600_000,
});

/** The notices of rows, one after the other; each tells of an item of its own. */
function rows(...told: readonly (readonly [DecidedNotice, readonly NotedRecipient[]])[]) {
  return told.flatMap(([notice, recipients], index) => {
    const row = { type: "rungFired", item: `i${index + 1}`, at: AT, cause: `c${index}`, seq: index + 1 } as const;
    return noticeRows(row, [notice], [recipients], 480);
  });
}
const together = (): number => 1;
const listed = (batches: readonly object[]): unknown[] =>
  (batches as Record<string, unknown>[]).map(({ append, batch, post, rows: seqs, nos, items }) => [
    [append, batch],
    post,
    seqs,
    nos,
    items,
  ]);

describe("an append's notices", () => {
  it("are one row for each recipient, in the order in which they are first told", () => {
    expect(
      listed(noticeBatches(rows([urged(), [desk, head]], [urged(), [head]], [urged(), [desk, head]]), together)),
    ).toEqual([
      [[1, 0], "unit/desk", [1, 3], [0, 0], ["i1", "i3"]],
      [[1, 1], "unit/head", [1, 2, 3], [1, 0, 1], ["i1", "i2", "i3"]],
    ]);
  });

  it.each([
    ["of another rung", urged("second"), desk],
    ["of another version of the deadline", urged("urge", 2), desk],
    ["that close at another instant", { ...urged(), closeAt: AT + 1 }, desk],
    ["to the same person in another role", urged(), { ...desk, role: "copy" as const }],
    ["to the same person in another post", urged(), { ...desk, addressed: "lead/desk", post: "lead/desk" }],
    ["instead of a vacant post", urged(), { ...desk, fallbackFor: "town1/desk" }],
    ["as somebody's substitute", urged(), { ...desk, substituteFor: "p-unit-head" }],
  ])("%s are a row of their own", (_, notice, recipient) => {
    expect(noticeBatches(rows([urged(), [desk]], [notice, [recipient]]), together)).toHaveLength(2);
  });

  it("are told apart from those of another append, whose rows are counted anew", () => {
    const batches = noticeBatches(rows([urged(), [desk]], [urged(), [desk, head]]), (seq) => seq);
    expect(listed(batches)).toEqual([
      [[1, 0], "unit/desk", [1], [0], ["i1"]],
      [[2, 0], "unit/desk", [2], [0], ["i2"]],
      [[2, 1], "unit/head", [2], [1], ["i2"]],
    ]);
  });
});

describe("a list", () => {
  it("is a row by itself with its lines and its facts, for each that gets one", () => {
    const line = { item: "i1", overdue: 40 } as unknown as NonNullable<DecidedNotice["lines"]>[number];
    const list: DecidedNotice = {
      instrument: "longOverdueList",
      delivery: "batched",
      facts: {},
      closeAt: AT,
      lines: [line],
    };
    const row = { type: "longOverdueListed", at: AT, cause: "list/2021-07", seq: 1 } as const;
    const notices = noticeRows(row, [list, list], [[{ ...desk, items: ["i1"] }], [{ ...desk, items: ["i1"] }]], 480);
    expect(noticeBatches(notices, together)).toMatchObject([
      { batch: 0, rows: [1], nos: [0], items: [], facts: { items: 1, longest: 40 }, list: [line] },
      { batch: 1, rows: [1], nos: [1], items: [], list: [line] },
    ]);
  });
});
