/** What leaders do with a 呈阅件: 阅知, by themselves or by their 联络员; now and then a 批示, which the unit answers. */
import { actingPost } from "../../domain/items/capacity.js";
import { closerUnit, type ItemState, isWithUnit } from "../../domain/items/work-item.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Bodies } from "../../domain/plan/roster.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { Seat } from "./cast.js";
import type { About } from "./draws.js";
import { type Intent, intend, reactionAt, type Setting, textOf, words } from "./intents.js";
import * as texts from "./texts.js";

/** A 呈阅件 is read as a whole: what it lists is acknowledged together. */
export function readEscalation(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const told = (row.recipients[0] ?? []).filter((recipient) => recipient.role === "to" && recipient.person !== null);
  const day = hours.dayOf(row.at);
  return told.flatMap(({ post }) => {
    const together: About = ["acknowledge", post, day];
    const behaviour = setting.behaviours.ofPost(post);
    const at = reactionAt(setting, post, behaviour.acknowledge, row.at, together);
    const byLiaison = draws.happens(behaviour.acknowledgeByLiaison, "liaison", ...together);
    const seen = intend(at, {
      stream: row.stream,
      item: item.id,
      act: { kind: "acknowledge", text: words(setting, texts.SEEN, post, at) },
      by: byLiaison ? { kind: "for", post, through: "liaison" } : { kind: "post", post },
      restsWhileSuspended: false,
      still: (now, today) =>
        now.deadlineRun?.repeat != null &&
        (now.deadlineRun.repeat.acknowledgedOn ?? "") < day &&
        // Whoever stands in for a vacant post may be of the very unit that is late.
        setting.cast.actor({ kind: "post", post }, today)?.unit !== now.primaryUnit,
    });
    return at === null ? seen : [...seen, ...instruct(setting, row, item, post, at, byLiaison)];
  });
}

/** A 批示 to the unit, not before the leader has read; what a leader says through others, the office enters. */
function instruct(
  setting: Setting,
  row: ObservedRow,
  item: ItemState,
  post: string,
  readAt: number,
  written: boolean,
): Intent[] {
  const { hours } = setting;
  const behaviour = setting.behaviours.ofPost(post);
  if (setting.cast.post(post)?.level !== "countyLeader") return [];
  const together: About = ["instruct", post, hours.dayOf(row.at)];
  const drawn = reactionAt(setting, post, behaviour.instruct, row.at, [...together, item.id], together);
  if (drawn === null) return [];
  const at = Math.max(drawn, readAt);
  const replyBy = inTime(setting, post, at, together);
  if (replyBy === null) return [];
  const unit = item.primaryUnit;
  const by: Seat = written ? { kind: "for", post, through: "office" } : { kind: "post", post };
  const scan = written ? { scan: `批示-${post}-${hours.dayOf(at)}.pdf` } : {};
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "instruct", unit, text: words(setting, texts.INSTRUCTED, post, at), replyBy, ...scan },
    by,
    restsWhileSuspended: false,
    still: (now, day) =>
      isWithUnit(now) &&
      now.primaryUnit === unit &&
      now.instructions.length === 0 &&
      replyBy > day &&
      // A 批示 is the leader's own: nobody who stands in gives one.
      setting.cast.actor(by, day)?.inPlaceOf === undefined,
  });
}

/** The day a 批示 given at an instant is to be answered by. */
function inTime(setting: Setting, post: string, at: number, about: About): PlanDate | null {
  const days = setting.draws.within(setting.behaviours.ofPost(post).instructionReplyWithin, "replyBy", ...about);
  return setting.hours.following(setting.hours.dayOf(at), Math.max(1, days));
}

/** The unit answers a 批示; urged, it thinks again. */
export function replyToInstruction(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const id = textOf(row, "instruction") || textOf(row, "run").replace(/^instruction\//, "");
  const entry = item.instructions.find((candidate) => candidate.id === id);
  if (!entry || entry.replied) return [];
  const { unit } = entry;
  const urged = textOf(row, "rung");
  const together: About = ["reply", unit, row.at, entry.instructorPost];
  const { replyToInstruction } = setting.behaviours.ofUnit(unit);
  const at = reactionAt(
    setting,
    unit,
    replyToInstruction,
    row.at,
    [...together, item.id, entry.run.version, urged],
    together,
  );
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: {
      kind: "replyToInstruction",
      instruction: id,
      text: words(setting, entry.run.version > 1 ? texts.REPLIED_AGAIN : texts.REPLIED, unit, at),
    },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: false,
    still: (now) => now.instructions.some((candidate) => candidate.id === id && !candidate.replied),
  });
}

/** The office looks at a reply and submits it. */
export function forwardReply(
  setting: Setting,
  row: ObservedRow<"instructionReplied">,
  item: ItemState,
  bodies: Bodies,
): Intent[] {
  const { draws, hours } = setting;
  const { instruction } = row.payload;
  const unit = closerUnit(item, bodies);
  const at = hours.after(row.at, draws.within([0, 1], "forwardReply", unit, row.at), unit);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "forwardReply", instruction, text: words(setting, texts.FORWARDED, unit, at) },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: false,
    still: (now) => now.instructions.some(({ id, unchecked }) => id === instruction && unchecked !== undefined),
  });
}

/** The leader takes the reply, or sends it back once. */
export function judgeReply(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const id = textOf(row, "instruction");
  const entry = item.instructions.find((candidate) => candidate.id === id);
  if (!entry) return [];
  const post = entry.instructorPost;
  const behaviour = setting.behaviours.ofPost(post);
  const together: About = ["judgeReply", post, row.at];
  const at = hours.after(row.at, draws.within(behaviour.acknowledge.days, ...together), post);
  const replyBy = at === null ? null : inTime(setting, post, at, together);
  const accepted =
    entry.run.version > 1 || replyBy === null || draws.happens(behaviour.acceptReply, ...together, item.id);
  const by: Seat = draws.happens(behaviour.acknowledgeByLiaison, "liaison", ...together)
    ? { kind: "for", post, through: "liaison" }
    : { kind: "post", post };
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: accepted
      ? { kind: "acceptReply", instruction: id }
      : { kind: "returnReply", instruction: id, reason: words(setting, texts.REPLY_RETURNED, post, at), replyBy },
    by,
    restsWhileSuspended: false,
    still: (now, day) =>
      now.instructions.some(
        (candidate) => candidate.id === id && candidate.replied && candidate.unchecked === undefined,
      ) &&
      (accepted || replyBy > day) &&
      mayJudge(setting.cast.actor(by, day), post, entry.unit),
  });
}

/** Whoever acts in the name of the post that instructed, but for the unit that replied. */
function mayJudge(actor: Actor | null, post: string, replied: string): boolean {
  return actor !== null && actingPost(actor) === post && actor.unit !== replied;
}
