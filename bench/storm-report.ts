/** What the storm's figures are told as. */
import { atLeast, atMost, below } from "./aims.js";
import { PEERS, type PeerName } from "./peers/peer.js";
import type { Report } from "./run.js";
import { median, round } from "./statistics.js";
import type { Storms } from "./storms.js";

export const PEER_TITLES: Readonly<Record<PeerName, string>> = {
  workflowPerItem: "a workflow per item, same Temporal server",
  dbos: "a workflow per item by DBOS, same PostgreSQL",
  pgBoss: "pg-boss, 4 workers × 100",
  pgBossFetch: "pg-boss, 4 × 100 by fetch without pauses",
  graphileWorker: "graphile-worker, 10 concurrent",
};

export interface Letters {
  readonly letters: number;
  /** From the closing's sending until the mail server has accepted the last letter. */
  readonly lettersMs: number;
}

/** One round of a peer; `notices`: it wrote them too. */
export interface PeerTimes {
  readonly name: PeerName;
  readonly notices: boolean;
  readonly ms: number;
}

interface LetterFigures {
  readonly own: readonly (Letters & { readonly warmMs: readonly number[] })[];
  /** Per second, each round. */
  readonly backlogs: readonly number[];
  readonly backlogLetters: number;
}

/** One line of the table: rounds in milliseconds. */
interface Line {
  readonly how: string;
  readonly rounds: readonly number[];
}

/** What is compared with the peers: a worker that has recorded a storm before, as a district's has. */
export function stormReport(
  items: number,
  own: readonly (Storms & { readonly liveMs: number })[],
  peers: readonly PeerTimes[],
  letters: LetterFigures,
): Report {
  const rounded = (list: readonly number[]): number[] => list.map((ms) => round(ms));
  const cold = rounded(own.map(({ coldMs }) => coldMs));
  const warm = rounded(own.flatMap(({ warmMs }) => warmMs));
  const live = rounded(own.map(({ liveMs }) => liveMs));
  const recordedMs = median(warm);
  const timesOf = (name: PeerName, notices: boolean): number[] =>
    rounded(peers.filter((each) => each.name === name && each.notices === notices).map(({ ms }) => ms));
  const lines: Line[] = [
    { how: "duban, warm worker, by ticks", rounds: warm },
    { how: "duban, worker just begun, by ticks", rounds: cold },
    { how: "duban, live plan, by timers, worker just begun", rounds: live },
    ...PEERS.flatMap((name) => [
      { how: PEER_TITLES[name], rounds: timesOf(name, false) },
      { how: `${PEER_TITLES[name]}, notices too`, rounds: timesOf(name, true) },
    ]),
  ];
  const ratio = (name: PeerName, notices = false): number => round(median(timesOf(name, notices)) / recordedMs, 1);
  const acceptedMs = round(median(letters.own.map(({ warmMs, lettersMs }) => (warmMs.at(-1) ?? 0) + lettersMs)));
  const lettersPerSecond = round(median(letters.backlogs));
  return {
    figures: {
      items,
      noticesPerItem: own[0]?.noticesPerItem ?? 0,
      recordedMs,
      rounds: warm,
      coldRounds: cold,
      liveRounds: live,
      letters: letters.own[0]?.letters ?? 0,
      acceptedMs,
      backlogLetters: letters.backlogLetters,
      lettersPerSecond,
      lettersPerSecondRounds: letters.backlogs,
      peers: Object.fromEntries(
        PEERS.map((name) => [
          name,
          {
            recordedMs: median(timesOf(name, false)),
            withNoticesMs: median(timesOf(name, true)),
            ratio: ratio(name),
            rounds: timesOf(name, false),
          },
        ]),
      ),
    },
    tables: [
      {
        title: `${items} items due at one instant, until every one is recorded`,
        columns: ["how", "median ms", "times ours", "rounds, ms"],
        rows: lines.map(({ how, rounds }) => [
          how,
          median(rounds),
          round(median(rounds) / recordedMs, 1),
          rounds.join(", "),
        ]),
      },
      {
        title: "Letters, until the mail server has accepted them",
        columns: ["which", "letters", "figure"],
        rows: [
          ["a warm storm's own, from the due instant on", letters.own[0]?.letters ?? 0, `${acceptedMs} ms`],
          ["half a year's of the seed plan at once", letters.backlogLetters, `${lettersPerSecond}/s`],
        ],
      },
    ],
    aims: [
      atMost("recorded, warm", recordedMs, 280, "ms"),
      below(
        "recorded, than the quickest peer's rows alone",
        recordedMs,
        Math.min(...PEERS.map((name) => median(timesOf(name, false)))),
        "ms",
      ),
      atLeast("times the workflow per item", ratio("workflowPerItem"), 20, ""),
      atLeast("letters accepted", lettersPerSecond, 600, "/s"),
    ],
  };
}
