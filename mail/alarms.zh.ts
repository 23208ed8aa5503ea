/** What the office is told of a trouble, in Chinese: what happened, and what to do. */
import type { Channel, OurFault } from "../domain/letters/channels.js";
import { FORM_NAMES_ZH } from "../domain/letters/forms.js";
import type { AlarmRow, PostName, VacantPost } from "../domain/letters/letter-model.js";
import type { PageGroup, PageLine } from "./page.js";
import { groupByVillage, shorten } from "./texts.js";
import { CHANNELS_ZH } from "../domain/letters/channel-words.js";
import { ROLES_ZH } from "../domain/people/role-words.js";
import { dateZh, postZh } from "./words.zh.js";

type ToPerson = Extract<AlarmRow["what"], { readonly person: string | null }>;

export function alarmZh({ what, times }: AlarmRow): PageGroup {
  const { title, lines } = said(what);
  return { title, lines: times > 1 ? [...lines, line("累计", `${times}${"person" in what ? "件" : "次"}`)] : lines };
}

const line = (label: string, value: string): PageLine => ({ label, value });

function said(what: AlarmRow["what"]): PageGroup {
  switch (what.kind) {
    case "vacantPost":
      return {
        title: `岗位空缺：${postZh(what.post)}`,
        lines: [
          line(
            "情况",
            postZh(what.fellTo) === postZh(what.post)
              ? "应送该岗位的文件由主持工作的同志代收。"
              : `应送该岗位的文件已按规定转送${postZh(what.fellTo)}。`,
          ),
          line("建议", "请尽快明确该岗位人员，并更新名册。"),
        ],
      };
    case "unfilledRole": {
      const role = what.role === null ? "对应岗位" : (ROLES_ZH[what.role] ?? "对应岗位");
      return {
        title: `未明确${role}：${what.place ?? "全区"}`,
        lines: [
          ...(what.milestone === null ? [] : [line("事项", what.milestone)]),
          line("情况", `当日名册中没有该事项的${role}，文件已按规定转送${postZh(what.fellTo)}。`),
          line("建议", "请核实{{pairing}}关系和岗位设置，并更新名册。"),
        ],
      };
    }
    case "vacancies":
      return what.vacant.length === 0
        ? { title: "岗位空缺已补齐", lines: [line("情况", "{{pairing}}人员和各单位岗位均已有人任职。")] }
        : {
            title: `岗位空缺情况：${what.vacant.length}个`,
            lines: [...vacantLines(what.vacant), line("建议", "请尽快明确人员并更新名册。")],
          };
    case "nobody":
      return {
        title: `无人接收：${postZh(what.post)}`,
        lines: [
          line("情况", "该岗位及其代收岗位均无人任职，文件未能送达，已列入人工送达。"),
          line("建议", "请当面或者以书面方式送达，并补充名册。"),
        ],
      };
    case "noEmail":
      if (what.copied)
        return {
          title: `按本人选择由办公室转告：${who(what)}`,
          lines: [
            ...capacities(what.posts),
            line("情况", `${letter(what)}等文件不由系统发送，已列入人工送达。`),
            line("建议", "请在文书页面复制转发文字，逐件转告本人，并在系统中登记。"),
          ],
        };
      return {
        title: `没有电子邮箱：${who(what)}`,
        lines: [
          ...capacities(what.posts),
          line("情况", `${letter(what)}等文件不能以电子邮件送达，已列入人工送达；名册中登记有其他联系方式。`),
          line("建议", "请以电话等方式逐件告知，并在系统中登记。"),
        ],
      };
    case "unreachable":
      if (what.tried !== undefined)
        return {
          title: `各种渠道均未能送达：${who(what)}`,
          lines: [
            ...capacities(what.posts),
            line("情况", `${letter(what)}通过${ways(what.tried)}均未能送达，已列入人工送达。`),
            ...(what.error === undefined ? [] : [line("系统答复", shorten(what.error, 200))]),
            line("建议", "请当面、以电话或者书面方式逐件送达，并核对名册中的联系方式。"),
          ],
        };
      return {
        title: `没有任何联系方式：${who(what)}`,
        lines: [
          ...capacities(what.posts),
          line("情况", `${letter(what)}等文件未能送达，已列入人工送达。`),
          line("建议", "请当面或者以书面方式逐件送达，并补充名册中的联系方式。"),
        ],
      };
    case "letterFailed":
      if (what.instead !== undefined)
        return {
          title: `${CHANNELS_ZH[what.channel ?? "mail"]}未能送达：${who(what)}`,
          lines: [
            ...capacities(what.posts),
            line(
              "情况",
              `${letter(what)}未能以${CHANNELS_ZH[what.channel ?? "mail"]}送达，通过${ways(what.instead)}发送。`,
            ),
            ...(what.error === undefined ? [] : [line("系统答复", shorten(what.error, 120))]),
            line("建议", "请核对名册中的联系方式。"),
          ],
        };
      return {
        title: `邮件被拒收：${who(what)}`,
        lines: [
          ...capacities(what.posts),
          line("情况", `${letter(what)}未能送达。`),
          ...(what.error === undefined ? [] : [line("服务器答复", shorten(what.error, 120))]),
          line("建议", "请核对电子邮箱地址，必要时改用电话或者书面方式送达；更正后可在文书页面重新发送。"),
        ],
      };
    case "letterReturned":
      return {
        title: `${CHANNELS_ZH[what.channel ?? "mail"]}被退回：${who(what)}`,
        lines: [
          ...capacities(what.posts),
          line("情况", `${letter(what)}发出后被退回，本人没有收到。`),
          ...(what.error === undefined ? [] : [line("退信内容", shorten(what.error, 120))]),
          line("建议", "请电话告知本人并在系统中登记；核对名册中的联系方式，更正后可在文书页面重新发送。"),
        ],
      };
    case "channelRefused":
      return {
        title: `${CHANNELS_ZH[what.channel]}渠道停止发送：${FAULTS_ZH[what.fault].what}`,
        lines: [
          line("情况", "对方拒绝的是本系统的设置，与收件人无关；文书均已保留，问题解决后自动补发。"),
          ...(what.error === "" ? [] : [line("对方答复", shorten(what.error, 200))]),
          line("建议", FAULTS_ZH[what.fault].todo),
        ],
      };
    case "other":
      return {
        title: "运行异常",
        lines: [line("情况", what.zh ?? "系统运行出现异常，请系统管理员查看运行日志。")],
      };
  }
}

/** What is refused, and who mends it how. */
const FAULTS_ZH: Readonly<Record<OurFault, { readonly what: string; readonly todo: string }>> = {
  sender: {
    what: "发件人地址被拒绝",
    todo: "请系统管理员核对发件人设置（DUBAN_MAIL_FROM），一般须与登录邮箱的账号一致。",
  },
  login: {
    what: "登录被拒绝",
    todo: "请系统管理员核对账号、密码、授权码或者密钥，并确认该账号已开通此项服务。",
  },
  relay: {
    what: "不予转发",
    todo: "请系统管理员与邮件服务器的管理单位联系，允许本系统登录后向外部地址发信。",
  },
  policy: {
    what: "本系统的发送地址被限制",
    todo: "请系统管理员与对方的管理单位联系，将本系统的服务器地址列入允许名单。",
  },
  tls: {
    what: "不能建立加密连接",
    todo: "请系统管理员核对服务器证书和加密设置（DUBAN_SMTP_CA_FILE、DUBAN_SMTP_TLS）。",
  },
  content: {
    what: "内容或者模板、签名不被接受",
    todo: "请系统管理员核对模板、签名和参数设置（docs/channels.md），必要时向服务商报备模板。",
  },
  account: { what: "账户欠费或者已停用", todo: "请与服务商核对账户余额和状态。" },
};

/** Each village on a line with its seats, each other post on one of its own. */
function vacantLines(vacant: readonly VacantPost[]): PageLine[] {
  const since = ({ since: day }: VacantPost): string => (day === null ? "未曾明确" : `${dateZh(day)}起空缺`);
  return groupByVillage(vacant).map(([village, seats]) => {
    if (village === null) {
      const post = seats[0] as VacantPost;
      return line("岗位", `${post.post === null ? "" : postZh(post.post)}（${since(post)}）`);
    }
    const said = seats.map((one) => {
      const seat = one.seat === null ? "" : ROLES_ZH[one.seat];
      return `${seat}（${one.post === null ? "未明确{{pairing}}" : postZh(one.post)}，${since(one)}）`;
    });
    return line(village, said.join("；"));
  });
}
const ways = (channels: readonly Channel[]): string => channels.map((channel) => CHANNELS_ZH[channel]).join("、");

const who = ({ person }: ToPerson): string => (person === null ? "收件人不明" : person);

const capacities = (posts: readonly PostName[]): PageLine[] =>
  posts.length === 0 ? [] : [line("任职", posts.map(postZh).join("、"))];

function letter({ letter: { form, documentNo, day } }: ToPerson): string {
  return `${dateZh(day)}的${FORM_NAMES_ZH[form]}${documentNo === null ? "" : `（${documentNo}）`}`;
}
