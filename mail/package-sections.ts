/** A unit's package in a 交办清单: what it leads with others, takes part in and keeps up. What it owes is the letter's own list. */
import type { PackageMilestone, PackageTask, UnitPackage } from "../domain/letters/packages.js";
import type { PageAnnex, PageGroup, PageLine } from "./page.js";
import type { Texts } from "./texts.js";

/** One section for each capacity in which the plan names the unit; none where there is nothing to say. */
export function packageSections(
  { leads, responsible, standing }: UnitPackage,
  texts: Texts,
): PageAnnex["sections"][number][] {
  const words = texts.package;
  const line = ({ title, deadline, part }: PackageMilestone): PageLine[] => [
    { label: words.item, value: words.milestone(title, deadline) },
    ...(part === undefined ? [] : [{ label: words.part, value: `${part}${words.partDrafted}` }]),
  ];
  const group = ({ no, title, milestones }: PackageTask): PageGroup => ({
    title: words.task(no, title),
    lines: milestones.flatMap(line),
  });
  const sections: readonly [string, readonly PageGroup[]][] = [
    [words.leads, leads.map(group)],
    [words.responsible, responsible.map(group)],
    [
      words.standing,
      standing.map(({ no, title, as, duties }) => ({
        title: words.task(no, title, as),
        lines: duties.map((value) => ({ label: words.duty, value })),
      })),
    ],
  ];
  return sections.flatMap(([heading, groups]) => (groups.length === 0 ? [] : [{ heading, groups }]));
}
