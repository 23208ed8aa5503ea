/**
 * The people of inspection rounds: they follow the rounds' rows, note what these move them to do and when, and do it when the instant
 * comes. Like all simulated people they remember nothing that isn't recorded.
 */
import type { RoundCommand } from "../../../domain/inspections/acts.js";
import type { RoundEventType } from "../../../domain/ledger/events.js";
import { isRoundStream } from "../../../domain/inspections/round-name.js";
import { applyRoundRows, emptyRound } from "../../../domain/inspections/round-state.js";
import type { RoundState } from "../../../domain/inspections/round-types.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import type { PlannedAct } from "../../driver.js";
import { answerReply, approveBulletin, bulletinChased, draftBulletin, reply, signBulletin } from "./bulletin.js";
import { chasedObjection, decideObjection, object } from "./objections.js";
import { StreamAgenda } from "../stream-agenda.js";
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

export class RoundPeople {
  private readonly agenda: StreamAgenda<RoundState, PersonsAct>;

  constructor(
    private readonly setting: RoundSetting,
    seed: number,
    private readonly keepPhoto: (photo: PhotoOfVisit) => Promise<void>,
  ) {
    this.agenda = new StreamAgenda(seed);
  }

  /** Folds a row of a round, and notes what it moves people to do. */
  see(row: RoundRow): void {
    const { stream } = row;
    const before = this.agenda.stateOf(stream) ?? emptyRound(stream);
    const state = applyRoundRows(before, [row], this.setting.ruleSet());
    this.agenda.note(responsesTo(this.setting, row, state), { stream, state });
  }

  /** What a finding on a task's stream moves the office to do in its round. */
  seeFinding(row: ObservedRow<"findingRecorded">): void {
    this.agenda.note(decideSystemic(this.setting, row));
  }

  dropBefore(now: number): void {
    this.agenda.dropBefore(now);
  }

  nextAt(): number | null {
    return this.agenda.nextAt();
  }

  /** The acts of an instant, round by round. `nobody`: told of what nobody is there to do. */
  async takeAt(instant: number, nobody: () => void): Promise<PlannedAct<RoundCommand>[]> {
    const due = await this.agenda.takeAt(instant, nobody);
    return due.map(({ key, stream, state: { round }, done: { actor, act, photos } }) => {
      const before = async (): Promise<void> => {
        for (const photo of photos?.taken ?? [])
          await this.keepPhoto({ ...photo, round, visit: photos?.visit ?? "", person: actor.person, at: instant });
      };
      const command = { key, actor, round: act };
      return { at: instant, stream, command, ...(photos && photos.taken.length > 0 ? { before } : {}) };
    });
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
