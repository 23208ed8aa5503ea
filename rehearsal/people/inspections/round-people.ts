/**
 * The people of inspection rounds: they follow the rounds' rows, note what these move them to do and when, and do it when the instant
 * comes. Like all simulated people they remember nothing that isn't recorded.
 */
import { createHash } from "node:crypto";
import { canonicalJson, compareText } from "../../../domain/ledger/canonical.js";
import type { RoundEventType } from "../../../domain/ledger/events.js";
import { isRoundStream } from "../../../domain/inspections/round-name.js";
import { applyRoundRows, emptyRound, type RoundState } from "../../../domain/inspections/round-state.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import type { PlannedRoundAct } from "../../driver.js";
import { answerReply, approveBulletin, bulletinChased, draftBulletin, reply, signBulletin } from "./bulletin.js";
import { chasedObjection, decideObjection, object } from "./objections.js";
import { approve, coverAll, decideSystemic } from "./office.js";
import type { Photo } from "./photos.js";
import type { PersonsAct, RoundIntent, RoundSetting } from "./round-intents.js";
import { chasedVisits, planVisits, settleDispute } from "./visits.js";

/** What is kept of a photo before the visit that names it is submitted. */
export interface PhotoOfVisit extends Photo {
  readonly round: string;
  readonly visit: string;
  readonly person: string;
  readonly at: number;
}

type Response<T extends RoundEventType> = (
  setting: RoundSetting,
  row: ObservedRow<T>,
  state: RoundState,
) => RoundIntent[];

/** `state`: as the row leaves it. An event without an entry moves nobody. */
const RESPONSES: { readonly [T in RoundEventType]?: Response<T> } = {
  roundOpened: (setting, row, state) => approve(setting, row, state),
  schemeApproved: (setting, row, state) => [...planVisits(setting, row, state), ...coverAll(setting, row, state)],
  linesFiled: settleDispute,
  conclusionServed: object,
  objectionFiled: decideObjection,
  roundClosed: draftBulletin,
  bulletinDrafted: approveBulletin,
  bulletinCirculated: (setting, row, state) => [...reply(setting, row, state), ...approveBulletin(setting, row, state)],
  bulletinReplied: answerReply,
  bulletinReplyAnswered: approveBulletin,
  bulletinApproved: signBulletin,
  inspectionChased: (setting, row, state) => {
    switch (row.payload.what) {
      case "approval":
        return approve(setting, row, state, row.payload.rung);
      case "checks":
        return chasedVisits(setting, row, state);
      case "objections":
        return chasedObjection(setting, row, state);
      case "bulletin":
        return bulletinChased(setting, row, state);
      case "groups":
        return [];
    }
  },
};

const nameOf = ({ at, stream, name }: RoundIntent): string => `${at}/${stream}/${name}`;

export class RoundPeople {
  private readonly states = new Map<string, RoundState>();
  private readonly intents = new Map<string, RoundIntent>();

  constructor(
    private readonly setting: RoundSetting,
    private readonly seed: number,
    private readonly keepPhoto: (photo: PhotoOfVisit) => Promise<void>,
  ) {}

  /** Folds a row of a round, and notes what it moves people to do. */
  see(row: RoundRow): void {
    const before = this.states.get(row.stream) ?? emptyRound(row.stream);
    const state = applyRoundRows(before, [row], this.setting.ruleSet());
    this.states.set(row.stream, state);
    this.note(responsesTo(this.setting, row, state));
  }

  /** What a finding on a task's stream moves the office to do in its round. */
  seeFinding(row: ObservedRow<"findingRecorded">): void {
    this.note(decideSystemic(this.setting, row));
  }

  private note(intents: readonly RoundIntent[]): void {
    for (const intent of intents) this.intents.set(nameOf(intent), intent);
  }

  dropBefore(now: number): void {
    for (const [name, { at }] of this.intents) if (at < now) this.intents.delete(name);
  }

  nextAt(): number | null {
    let next: number | null = null;
    for (const [name, intent] of this.intents) {
      if (next !== null && intent.at >= next) continue;
      if (this.isStill(intent)) next = intent.at;
      // Nobody has reason to act there any more: no jump is made for it.
      else this.intents.delete(name);
    }
    return next;
  }

  private isStill({ stream, still }: RoundIntent): boolean {
    const state = this.states.get(stream);
    return state !== undefined && still(state);
  }

  /** The acts of an instant, round by round, in the order in which each is to take them. `nobody`: told of what nobody is there to do. */
  async takeAt(instant: number, nobody: () => void): Promise<PlannedRoundAct[]> {
    const due = [...this.intents.values()]
      .filter(({ at }) => at === instant)
      .sort((a, b) => compareText(a.stream, b.stream) || compareText(a.name, b.name));
    const planned: PlannedRoundAct[] = [];
    for (const intent of due) {
      this.intents.delete(nameOf(intent));
      const state = this.states.get(intent.stream);
      if (!state || !intent.still(state)) continue;
      const acts = await intent.acts(state);
      if (acts === null) nobody();
      else planned.push(...acts.map((act, no) => this.planned(intent, state.round, act, no)));
    }
    return planned;
  }

  private planned({ at, stream, name }: RoundIntent, round: string, { actor, act, photos }: PersonsAct, no: number) {
    const hash = createHash("sha256").update(canonicalJson([this.seed, at, stream, name, no, actor.person, act.kind]));
    const command = { key: `${act.kind}-${hash.digest("hex").slice(0, 20)}`, actor, round: act };
    const before = async (): Promise<void> => {
      for (const photo of photos?.taken ?? [])
        await this.keepPhoto({ ...photo, round, visit: photos?.visit ?? "", person: actor.person, at });
    };
    return { at, stream, inspect: command, ...(photos && photos.taken.length > 0 ? { before } : {}) };
  }
}

function responsesTo<T extends RoundEventType>(
  setting: RoundSetting,
  row: ObservedRow<T>,
  state: RoundState,
): RoundIntent[] {
  const response: Response<T> | undefined = RESPONSES[row.type];
  return response?.(setting, row, state) ?? [];
}

type RoundRow = { [T in RoundEventType]: ObservedRow<T> }[RoundEventType];

export const isOfRound = (row: ObservedRow): row is RoundRow => isRoundStream(row.stream);
