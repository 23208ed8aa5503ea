/** How a unit or a post behaves: the scenario's general behaviour, with the exceptions that name it laid over it. */
import type { Roster } from "../../domain/plan/roster.js";
import type { Behaviour, RoundBehaviour, Scenario } from "../../loader/scenario-schema.js";

type Exception = Scenario["exceptions"][number];

export class Behaviours {
  private readonly known = new Map<string, Behaviour>();

  constructor(
    private readonly scenario: Scenario,
    private readonly roster: Roster,
  ) {}

  /** A unit, and so its desk and its head. */
  ofUnit(id: string): Behaviour {
    return this.of(`unit ${id}`, () => {
      const unit = this.roster.units.find((candidate) => candidate.id === id);
      return [[id], unit ? [unit.desk, unit.head] : []];
    });
  }

  /** A post, and so its unit where it has one. */
  ofPost(id: string): Behaviour {
    return this.of(`post ${id}`, () => {
      const unit = this.roster.posts.find((candidate) => candidate.id === id)?.unit;
      return [unit === undefined ? [] : [unit], [id]];
    });
  }

  /** Later exceptions replace earlier ones, key by key. */
  private of(name: string, members: () => readonly [units: string[], posts: string[]]): Behaviour {
    let behaviour = this.known.get(name);
    if (!behaviour) {
      const [units, posts] = members();
      const applies = (exception: Exception): boolean =>
        units.some((unit) => exception.units?.includes(unit)) || posts.some((post) => exception.posts?.includes(post));
      const { exceptions, behaviour: general } = this.scenario;
      const changes = exceptions.filter(applies).map((exception) => exception.behaviour);
      behaviour = Object.assign({}, general, ...changes) as Behaviour;
      this.known.set(name, behaviour);
    }
    return behaviour;
  }
}

/** Nobody ever does anything in this scenario. */
export function isSilent(scenario: Scenario): boolean {
  const silent = (behaviour: Exception["behaviour"] | RoundBehaviour): boolean =>
    Object.values(behaviour).every((value) => typeof value !== "object" || !("chance" in value) || value.chance === 0);
  // A vacancy and a new name change the roster, not what people do.
  const events = scenario.events.filter((event) => event.kind !== "vacatePost" && event.kind !== "renameUnit");
  const { inspections } = scenario;
  if (inspections && !silent(inspections)) return false;
  return silent(scenario.behaviour) && scenario.exceptions.every((entry) => silent(entry.behaviour)) && !events.length;
}
