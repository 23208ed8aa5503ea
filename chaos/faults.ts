/** The faults: what there is, and the seeded sequence in which a run deals them. */

export const WORKERS = ["worker 1", "worker 2"] as const;
/** What can be killed, stopped and frozen. */
export type Part = (typeof WORKERS)[number] | "api" | "temporal" | "postgres";
/** Connections that lead through a proxy: from whom to what. */
export type Link = `${Part | "gateway"}>${"postgres" | "temporal"}`;

export type Fault =
  | { readonly kind: "kill" | "stop" | "freeze"; readonly parts: readonly Part[] }
  | { readonly kind: "cut" | "refuse" | "delay" | "throttle"; readonly links: readonly Link[] }
  | { readonly kind: "smtp"; readonly how: SmtpTrouble }
  | { readonly kind: "disk"; readonly part: "postgres" | "temporal" };

/**
 * `later`: 451 to RCPT; `never`: 550 to RCPT; `away`: 421 as greeting; `delay`: slow answers; `before`: the connection drops
 * before DATA; `after`: the letter is kept, and the connection drops before that is said.
 */
export type SmtpTrouble = "later" | "never" | "away" | "delay" | "before" | "after";

/** A fault with its moment: so long after the storm (or the letters' closing) has begun, and for so long, in milliseconds. */
export interface PlannedFault {
  readonly no: number;
  readonly name: string;
  readonly fault: Fault;
  readonly during: "storm" | "letters";
  readonly after: number;
  readonly lasting: number;
}

const SERVERS = ["postgres", "temporal"] as const;
const CLIENTS: readonly Part[] = [...WORKERS, "api"];

/** Names a fault by kind and place, e.g. `kill worker 1`, `cut worker 2>postgres`: what --only compares. */
export function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case "smtp":
      return `smtp ${fault.how}`;
    case "disk":
      return `disk ${fault.part}`;
    case "kill":
    case "stop":
    case "freeze":
      return `${fault.kind} ${fault.parts.join(" + ")}`;
    default:
      return `${fault.kind} ${fault.links.length === 1 ? fault.links[0] : `all>${fault.links[0]?.split(">")[1]}`}`;
  }
}

/** The deck: each fault once, those that matter most several times. */
function deck(disk: DealOptions["disk"]): { readonly fault: Fault; readonly lasting: readonly [number, number] }[] {
  const cards: { fault: Fault; lasting: readonly [number, number] }[] = [];
  const add = (fault: Fault, lasting: readonly [number, number], times = 1): void => {
    for (let n = 0; n < times; n++) cards.push({ fault, lasting });
  };
  const parts: Part[] = [...WORKERS, "api", ...SERVERS];
  for (const part of parts) {
    add({ kind: "kill", parts: [part] }, [0, 0], part === "postgres" || part === "temporal" ? 3 : 2);
    add({ kind: "stop", parts: [part] }, [0, 0]);
    add({ kind: "freeze", parts: [part] }, [200, 2_000]);
  }
  add({ kind: "freeze", parts: ["worker 1"] }, [5_500, 6_500]); // past a workflow task's time-out: another worker does its work
  const pairs: [Part, Part][] = [
    ["worker 1", "worker 2"],
    ["worker 1", "postgres"],
    ["worker 2", "temporal"],
    ["postgres", "temporal"],
    ["api", "postgres"],
    ["api", "worker 2"],
  ];
  for (const pair of pairs) add({ kind: "kill", parts: pair }, [0, 0]);
  add({ kind: "freeze", parts: ["worker 2", "postgres"] }, [300, 1_500]);
  for (const server of SERVERS) {
    const all: Link[] = [
      ...CLIENTS.map((client): Link => `${client}>${server}`),
      ...(server === "temporal" ? (["gateway>temporal"] as const) : []),
    ];
    add({ kind: "cut", links: all }, [0, 0]);
    add({ kind: "cut", links: [`worker 1>${server}`] }, [0, 0]);
    add({ kind: "refuse", links: all }, [200, 1_500]);
    add({ kind: "refuse", links: [`worker 2>${server}`] }, [300, 2_000]);
    add({ kind: "delay", links: all }, [300, 1_200]);
    add({ kind: "throttle", links: [`worker 1>${server}`] }, [300, 1_200]);
  }
  add({ kind: "refuse", links: ["api>postgres"] }, [300, 1_500]);
  add({ kind: "cut", links: ["gateway>temporal"] }, [0, 0]);
  for (const how of ["later", "never", "away", "delay", "before", "after"] as const)
    add({ kind: "smtp", how }, [300, 1_500]);
  for (const part of SERVERS) if (part in disk) add({ kind: "disk", part }, [300, 1_200]);
  return cards;
}

/** Random numbers from a seed (splitmix32): the same seed gives the same run on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], draw: () => number): T[] {
  const cards = [...list];
  for (let left = cards.length - 1; left > 0; left--) {
    const other = Math.floor(draw() * (left + 1));
    [cards[left], cards[other]] = [cards[other] as T, cards[left] as T];
  }
  return cards;
}

export interface DealOptions {
  readonly seed: number;
  readonly faults: number;
  /** Beginnings of names; empty: all. */
  readonly only: readonly string[];
  /** The servers whose data directories can be filled on this machine. */
  readonly disk: { readonly [S in (typeof SERVERS)[number]]?: unknown };
}

/** So many faults, the deck shuffled anew each time it has been dealt: no kind is left out, none follows a pattern. */
export function deal({ seed, faults, only, disk }: DealOptions): PlannedFault[] {
  const draw = random(seed);
  const cards = deck(disk).filter(
    ({ fault }) => only.length === 0 || only.some((start) => nameOf(fault).startsWith(start)),
  );
  if (cards.length === 0) return [];
  const dealt: PlannedFault[] = [];
  while (dealt.length < faults) {
    for (const { fault, lasting } of shuffled(cards, draw)) {
      const [shortest, longest] = lasting;
      // Letters go out after a storm: what is the mail server's trouble must fall there.
      const during = fault.kind === "smtp" || draw() < 0.2 ? "letters" : "storm";
      const after = Math.floor(draw() * (during === "storm" ? 150 : 60));
      const lastingMs = Math.round(shortest + draw() * (longest - shortest));
      if (dealt.length < faults)
        dealt.push({ no: dealt.length + 1, name: nameOf(fault), fault, during, after, lasting: lastingMs });
    }
  }
  return dealt;
}

/** Names of all faults, for the help. */
export const faultNames = (): string[] =>
  [...new Set(deck({ postgres: true, temporal: true }).map(({ fault }) => nameOf(fault)))].sort();
