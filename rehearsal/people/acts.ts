/** Turns what people mean to do at an instant into commands: stale intents left out, like ones put into one command. */
import { createHash } from "node:crypto";
import { canonicalJson, compareText } from "../../domain/ledger/canonical.js";
import type { Command } from "../../domain/items/commands.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { OpenDraft } from "../../prisma/letters/drafts.js";
import type { PlannedAct } from "../driver.js";
import { type ActBody, type Intent, type LetterRef, PLAYED_ACTS } from "./intents.js";

/** One command in the making. */
interface Group {
  readonly stream: string;
  readonly actor: Actor;
  readonly act: ActBody;
  readonly items: string[];
}

/** What neither hinders nor is hindered by anything else done to the item at the same instant. */
const HARMLESS = new Set<ActBody["kind"]>(["logCall", "fixTotal", "acknowledge", "giveOpinion"]);

export function isHarmless(act: Pick<ActBody, "kind">): boolean {
  return HARMLESS.has(act.kind);
}

/** Collects the acts of one instant. The order in which they are offered does not matter to what they become. */
export class Acts {
  private readonly groups = new Map<string, Group>();
  /** What is being done to an item at this instant: nobody acts on what they have not seen yet. */
  private readonly touched = new Map<string, ActBody["kind"]>();

  constructor(
    private readonly seed: number,
    private readonly instant: number,
  ) {}

  /** False: something else is done to the item at this very instant, so this has to wait. */
  add(stream: string, item: string, actor: Actor, act: ActBody): boolean {
    const name = canonicalJson({ stream, actor, act });
    const group = this.groups.get(name);
    if (group?.items.includes(item)) return true;
    const before = this.touched.get(item);
    // Receipt comes just before whatever the unit does next.
    if (before !== undefined && before !== "signFor" && !isHarmless(act)) return false;
    if (!isHarmless(act)) this.touched.set(item, act.kind);
    if (group) group.items.push(item);
    else this.groups.set(name, { stream, actor, act, items: [item] });
    return true;
  }

  /** The commands, in the order in which each stream is to take its own. `rank`: an item's place in the plan. */
  commands(rank: (item: string) => number): PlannedAct<Command>[] {
    return [...this.groups]
      .sort(([a, first], [b, second]) => order(first) - order(second) || compareText(a, b))
      .map(([name, { stream, actor, act, items }]) => {
        const key = `${act.kind}-${digest(`${this.seed} ${this.instant} ${name}`)}`;
        const sorted = items.toSorted((a, b) => rank(a) - rank(b) || compareText(a, b));
        return { at: this.instant, stream, command: { ...act, key, actor, items: sorted } as Command };
      });
  }
}

const order = (group: Group): number => PLAYED_ACTS.indexOf(group.act.kind);
const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 20);

/** Intents of one instant in an order that does not depend on how they came about. */
export function inOrder(intents: readonly Intent[], rank: (item: string) => number): Intent[] {
  const name = (intent: Intent): string => canonicalJson([intent.by, intent.act]);
  return intents
    .map((intent) => ({ intent, name: name(intent) }))
    .sort(
      (a, b) =>
        PLAYED_ACTS.indexOf(a.intent.act.kind) - PLAYED_ACTS.indexOf(b.intent.act.kind) ||
        rank(a.intent.item) - rank(b.intent.item) ||
        compareText(a.intent.item, b.intent.item) ||
        compareText(a.name, b.name),
    )
    .map(({ intent }) => intent);
}

/** The drafts that wait for a signature, found by item. */
export class DraftBook {
  private readonly letters = new Map<string, string>();

  constructor(drafts: readonly OpenDraft[]) {
    for (const { letter, post, instrument, planDay, steps } of drafts)
      for (const { item, rung, version } of steps)
        this.letters.set(nameOf(item, rung, { post, instrument, planDay, version }), letter);
  }

  /** The letter of an item's draft, by id; undefined where no draft waits. */
  letterOf(item: string, rung: string, letter: LetterRef): string | undefined {
    return this.letters.get(nameOf(item, rung, letter));
  }
}

function nameOf(item: string, rung: string, letter: LetterRef): string {
  return [item, rung, letter.version, letter.post, letter.instrument, letter.planDay satisfies PlanDate].join("\u0000");
}
