/** An alarm's notice into what its letter says: names instead of ids. */
import { CHANNELS, type Channel, OUR_FAULTS } from "../../domain/letters/channels.js";
import type { LetterForm } from "../../domain/letters/forms.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecipientRole } from "../../domain/plan/policy.js";
import type { Directory } from "../../domain/people/directory.js";
import type { Vacancy } from "../../domain/people/vacancies.js";
import type { AlarmRow, VacantPost } from "../../domain/letters/letter-model.js";
import { postName } from "./letter-roles.js";
import type { NoticeRow } from "./letter-rows.js";

export const vacantPost = ({ village, seat, post, since }: Vacancy, day: PlanDate, names: Directory): VacantPost => ({
  village: village === null ? null : names.village(village).name,
  seat,
  post: post === null ? null : postName(names.post(post, day)),
  since,
});

export function alarmRow(
  { facts, item }: Pick<NoticeRow, "facts" | "item">,
  day: PlanDate,
  names: Directory,
): AlarmRow {
  const text = (key: string): string | null => (typeof facts[key] === "string" ? (facts[key] as string) : null);
  const post = (key: string) => postName(names.post(text(key) ?? "", day));
  const times = typeof facts["count"] === "number" ? facts["count"] : 1;
  const kind = text("kind");
  switch (kind) {
    case "vacantPost":
      return { times, what: { kind, post: post("post"), fellTo: post("fellTo") } };
    case "unfilledRole": {
      const { village, township, milestone } = item ?? {};
      const place = village ? names.village(village).name : null;
      const around = township ? names.township(township).name : null;
      return {
        times,
        what: {
          kind,
          role: text("role") as RecipientRole | null,
          place: place ?? around,
          milestone: names.milestone(milestone ?? "")?.title ?? null,
          fellTo: post("fellTo"),
        },
      };
    }
    case "vacancies": {
      const vacant = (facts as unknown as { readonly vacant?: readonly Vacancy[] }).vacant ?? [];
      return { times: 1, what: { kind, vacant: vacant.map((one) => vacantPost(one, day, names)) } };
    }
    case "nobody":
      return { times, what: { kind, post: post("post") } };
    case "noEmail":
    case "unreachable":
    case "letterFailed":
    case "letterReturned": {
      const person = text("person");
      const error = text("error");
      return {
        times,
        what: {
          kind,
          person: person === null ? null : names.person(person).name,
          posts: person === null ? [] : names.postsHeldBy(person, day).map(postName),
          letter: {
            // Alarms of older releases name the instrument alone.
            form: (text("form") ?? text("instrument") ?? "urge") as LetterForm,
            documentNo: text("documentNo"),
            day: text("planDay") ?? day,
          },
          ...(error !== null && { error }),
          ...(facts["copied"] === true && { copied: true }),
          ...waysIn(text),
        },
      };
    }
    case "channelRefused": {
      const { channel = "mail" } = waysIn(text);
      const fault = OUR_FAULTS.find((one) => one === text("fault")) ?? "policy";
      return { times, what: { kind, channel, fault, error: text("error") ?? "" } };
    }
    default: {
      const [zh, en] = [text("zh"), text("en")];
      return { times, what: { kind: "other", ...(zh !== null && { zh }), ...(en !== null && { en }) } };
    }
  }
}

/** Channels, which facts hold as words with spaces between. */
function waysIn(text: (key: string) => string | null): {
  channel?: Channel;
  instead?: readonly Channel[];
  tried?: readonly Channel[];
} {
  const listed = (key: string): Channel[] => {
    const names = text(key)?.split(" ") ?? [];
    return CHANNELS.filter((channel) => names.includes(channel));
  };
  const [[channel], instead, tried] = [listed("channel"), listed("instead"), listed("tried")];
  return {
    ...(channel !== undefined && { channel }),
    ...(instead.length > 0 && { instead }),
    ...(tried.length > 0 && { tried }),
  };
}
