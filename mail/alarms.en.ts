/** What the office is told of a trouble, in English. */
import type { Channel, OurFault } from "../domain/letters/channels.js";
import { FORM_NAMES_EN } from "../domain/letters/forms.js";
import type { AlarmRow, VacantPost } from "../domain/letters/letter-model.js";
import type { PageGroup, PageLine } from "./page.js";
import { groupByVillage, shorten } from "./texts.js";
import { CHANNELS_EN } from "../domain/letters/channel-words.js";
import { ROLES_EN } from "../domain/people/role-words.js";
import { dateEn, postEn } from "./words.en.js";

export function alarmEn({ what, times }: AlarmRow): PageGroup {
  const { title, lines } = said(what);
  return { title, lines: times > 1 ? [...lines, { label: "Count", value: `${times} times so far` }] : lines };
}

function vacantLines(vacant: readonly VacantPost[]): PageLine[] {
  const since = ({ since: day }: VacantPost): string => (day === null ? "never held" : `vacant since ${dateEn(day)}`);
  return groupByVillage(vacant).map(([village, seats]) => {
    if (village === null) {
      const post = seats[0] as VacantPost;
      return line("Post", `${post.post === null ? "" : postEn(post.post)} (${since(post)})`);
    }
    const said = seats.map((one) => {
      const seat = one.seat === null ? "" : ROLES_EN[one.seat];
      return `${seat} (${one.post === null ? "not paired" : postEn(one.post)}, ${since(one)})`;
    });
    return line(village, said.join("; "));
  });
}

const line = (label: string, value: string): PageLine => ({ label, value });

function said(what: AlarmRow["what"]): PageGroup {
  switch (what.kind) {
    case "vacantPost":
      return {
        title: `Vacant post: ${postEn(what.post)}`,
        lines: [
          line(
            "What",
            postEn(what.fellTo) === postEn(what.post)
              ? "Its letters went to whoever does its work meanwhile."
              : `Its letters went to ${postEn(what.fellTo)}.`,
          ),
          line("To do", "Name who holds it and update the roster."),
        ],
      };
    case "unfilledRole":
      return {
        title: `No ${what.role === null ? "such post" : (ROLES_EN[what.role] ?? "such post")}: ${what.place ?? "whole district"}`,
        lines: [
          line("What", `The letter went to ${postEn(what.fellTo)}.`),
          line("To do", "Check the pairing and posts and update the roster."),
        ],
      };
    case "vacancies":
      return what.vacant.length === 0
        ? { title: "No post is vacant any more", lines: [line("What", "All seats and posts are held.")] }
        : {
            title: `Vacant posts: ${what.vacant.length}`,
            lines: [...vacantLines(what.vacant), line("To do", "Name who holds them and update the roster.")],
          };
    case "nobody":
      return {
        title: `Nobody to receive: ${postEn(what.post)}`,
        lines: [
          line("What", "Neither the post nor any of its stand-ins is held; the letter waits to be handed over."),
          line("To do", "Deliver it in person or on paper and complete the roster."),
        ],
      };
    case "channelRefused":
      return {
        title: `No letter goes by ${CHANNELS_EN[what.channel]}: ${FAULTS_EN[what.fault].what}`,
        lines: [
          line(
            "What",
            "Refused is what is ours, whoever the letter is for. All letters are kept and go once it is mended.",
          ),
          ...(what.error === "" ? [] : [line("Answer", shorten(what.error, 200))]),
          line("To do", FAULTS_EN[what.fault].todo),
        ],
      };
    case "other":
      return { title: "Trouble", lines: [line("What", what.en ?? what.zh ?? "See the system's log.")] };
    default:
      return aboutPerson(what);
  }
}

/** What is refused, and who mends it how. */
export const FAULTS_EN: Readonly<Record<OurFault, { readonly what: string; readonly todo: string }>> = {
  sender: {
    what: "our sender's address is refused",
    todo: "Have DUBAN_MAIL_FROM checked: most servers take only the address of the login.",
  },
  login: { what: "our login is refused", todo: "Have the account, password, authorization code or key checked." },
  relay: {
    what: "it passes nothing on for us",
    todo: "Ask whoever runs the server to let us send to addresses outside.",
  },
  policy: {
    what: "mail from here is blocked",
    todo: "Ask whoever runs the other side to allow this server's address.",
  },
  tls: {
    what: "no encrypted connection",
    todo: "Have the server's certificate and DUBAN_SMTP_CA_FILE, DUBAN_SMTP_TLS checked.",
  },
  content: {
    what: "content, template or signature is refused",
    todo: "Have the gateway's template, signature and parameters checked (docs/channels.md).",
  },
  account: { what: "the account is out of balance or shut", todo: "Ask the provider about balance and state." },
};

type ToPerson = Extract<AlarmRow["what"], { readonly person: string | null }>;

const ways = (channels: readonly Channel[]): string => channels.map((channel) => CHANNELS_EN[channel]).join(", ");

function aboutPerson(what: ToPerson): PageGroup {
  const { person, posts, error, copied, channel = "mail", instead, tried } = what;
  const { form, documentNo, day } = what.letter;
  const letter = `The ${FORM_NAMES_EN[form].toLowerCase()}${documentNo === null ? "" : ` (${documentNo})`} of ${dateEn(day)}`;
  if (what.kind === "letterReturned")
    return {
      title: `Came back by ${CHANNELS_EN[channel]}: ${person ?? "unknown"}`,
      lines: [
        ...(posts.length === 0 ? [] : [line("Posts", posts.map(postEn).join("; "))]),
        line("What", `${letter} was sent and came back: the person has not got it.`),
        ...(error === undefined ? [] : [line("Answer", shorten(error, 120))]),
        line("To do", "Telephone and record it; correct the roster, then send the letter again from its page."),
      ],
    };
  const [title, happened, todo] = copied
    ? [
        "To be told by the office, by own choice",
        `${letter} is not sent.`,
        "Copy the text from the letter's page, pass it on, and record it.",
      ]
    : tried
      ? [
          "Reached by no channel",
          `${letter} was tried by ${ways(tried)} in vain.`,
          "Tell the person by telephone or on paper, record it, and correct the roster.",
        ]
      : instead
        ? [`Not taken by ${CHANNELS_EN[channel]}`, `${letter} goes by ${ways(instead)} instead.`, "Correct the roster."]
        : [
            { noEmail: "No e-mail address", unreachable: "No address at all", letterFailed: "Mail refused" }[what.kind],
            `${letter} was not delivered by mail.`,
            "Tell the person by telephone or on paper, record it, and correct the roster.",
          ];
  return {
    title: `${title}: ${person ?? "unknown"}`,
    lines: [
      ...(posts.length === 0 ? [] : [line("Posts", posts.map(postEn).join("; "))]),
      line("What", happened),
      ...(error === undefined ? [] : [line("Answer", shorten(error, 120))]),
      line("To do", todo),
    ],
  };
}
