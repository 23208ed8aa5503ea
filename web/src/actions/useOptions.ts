/** What can be picked by name: units, posts with their holders, people, villages, townships, milestones. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Picked } from "../../../domain/forms/field.js";
import * as queries from "../api/queries.js";
import type { PostList, TaskDetail } from "../api/types.js";
import { usePlan } from "../plan/plan.js";
import { postName } from "../components/people.js";
import type { Option } from "../components/Choice.js";
import { useTexts } from "../i18n/index.js";

interface Options {
  readonly options: readonly Option[];
  readonly loading: boolean;
}

type Post = PostList["posts"][number];

/** Leaders first: whoever approves or instructs is seldom looked for among desks. */
const LEADERS: readonly Post["level"][] = ["leadingGroup", "countyLeader", "head"];

function usePosts(of: Picked, persons: readonly string[]): Options {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, isLoading } = useQuery({
    ...queries.posts(id),
    enabled: ["post", "unitPost", "leaderPost", "person", "verifier"].includes(of),
  });
  const vacant = t("item.vacant");
  const options = useMemo(() => {
    const posts = data?.posts ?? [];
    if (of === "person") return peopleOf(posts);
    if (of === "verifier") return peopleOf(posts).filter(({ value }) => persons.includes(value));
    const wanted =
      of === "leaderPost"
        ? LEADERS.flatMap((level) => posts.filter((post) => post.level === level))
        : of === "unitPost"
          ? posts.filter(({ unit }) => unit !== null)
          : posts;
    return wanted.map((post) => ({ value: post.id, label: `${postName(post)} ${post.holder?.name ?? vacant}` }));
  }, [data, of, persons, vacant]);
  return { options, loading: isLoading };
}

/** Everybody who holds a post, by their first one. */
function peopleOf(posts: readonly Post[]): Option[] {
  const people = new Map<string, Option>();
  for (const post of posts)
    if (post.holder && !people.has(post.holder.id))
      people.set(post.holder.id, { value: post.holder.id, label: `${post.holder.name} ${postName(post)}` });
  return [...people.values()];
}

function usePlaces(of: Picked): Options {
  const { id } = usePlan();
  const { data, isLoading } = useQuery({ ...queries.villages(id), enabled: of === "village" || of === "township" });
  const options = useMemo(() => {
    const villages = data?.villages ?? [];
    if (of === "village")
      return villages.map(({ id: value, name, township }) => ({ value, label: `${name} ${township.name}` }));
    const townships = new Map(villages.map(({ township }) => [township.id, township.name]));
    return [...townships].map(([value, label]) => ({ value, label }));
  }, [data, of]);
  return { options, loading: isLoading };
}

function useUnits(of: Picked): Options {
  const { id } = usePlan();
  const { data, isLoading } = useQuery({ ...queries.units(id), enabled: of === "unit" });
  const options = useMemo(() => (data?.units ?? []).map(({ id: value, name }) => ({ value, label: name })), [data]);
  return { options, loading: isLoading };
}

const milestonesOf = (task: TaskDetail): Option[] =>
  task.milestones.map(({ id, title, deadline }) => ({ value: id, label: `${task.no} ${title} ${deadline}` }));

function useMilestones(of: Picked): Options {
  const { id } = usePlan();
  const wanted = of === "milestone";
  const { data: list, isLoading } = useQuery({ ...queries.tasks(id), enabled: wanted });
  const numbers = wanted ? (list?.tasks ?? []).filter(({ milestones }) => milestones > 0).map(({ no }) => no) : [];
  const read = useQueries({
    queries: numbers.map((no) => queries.task(id, no)),
    combine: (answers) => ({
      options: answers.flatMap(({ data }) => (data ? milestonesOf(data) : [])),
      loading: answers.some((answer) => answer.isLoading),
    }),
  });
  return { options: read.options, loading: isLoading || read.loading };
}

/** `persons`: those among whom a verifier is picked. */
export function useOptions(of: Picked, persons: readonly string[] = []): Options {
  const posts = usePosts(of, persons);
  const places = usePlaces(of);
  const units = useUnits(of);
  const milestones = useMilestones(of);
  if (of === "unit") return units;
  if (of === "milestone") return milestones;
  return of === "village" || of === "township" ? places : posts;
}
