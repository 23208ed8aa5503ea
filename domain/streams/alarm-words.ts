/** What operators are told when a stream cannot go on by itself, in both languages: part of the alarm's detail. */

export interface AlarmWords {
  readonly zh: string;
  readonly en: string;
}

/** `what`: the request, message or due step, and `reason` the database's or the program's own words. */
export const unrecordableWords = (stream: string, what: string, reason: string): AlarmWords => ({
  zh: `${stream}有一项内容无法登记，未作任何记录，其余照常办理：${what}。请系统管理员处理。原因：${reason}`,
  en: `Something on ${stream} could not be recorded; nothing of it was, and everything else goes on: ${what}. Reason: ${reason}`,
});

export const streamStoppedWords = (stream: string, reason: string): AlarmWords => ({
  zh: `${stream}已停止登记，该流程的办理、提醒和催办均无法进行。请系统管理员尽快处理。原因：${reason}`,
  en: `Nothing is recorded on ${stream} any more: no act on it, no reminder and no rung. Reason: ${reason}`,
});

/** A signed letter whose answer is waited for, and that has not reached its unit. */
export const undeliveredWords = (documentNo: string, unit: string): AlarmWords => ({
  zh: `督办函（${documentNo}）尚未送达${unit}，不按未答复处理，暂不建议约谈。请核对送达情况，补送后在文书页面登记送达。`,
  en: `Supervision letter ${documentNo} has not reached ${unit}: it does not count as unanswered, and no talk is proposed. See to its delivery and enter it on the letter's page.`,
});

export const lettersStoppedWords = (what: "close" | "send", reason: string): AlarmWords => ({
  zh: `${what === "close" ? "文书无法汇总生成" : "文书无法发送或登记发送结果"}，系统将继续重试。请系统管理员尽快处理。原因：${reason}`,
  en: `Letters cannot be ${what === "close" ? "made" : "sent, or what came of them cannot be noted"}; it is tried again and again. Reason: ${reason}`,
});

export const messageUnknownWords = (stream: string, message: string): AlarmWords => ({
  zh: `${stream}收到本版本不认识的消息（${message}），保留待新版本办理。请系统管理员升级全部工作进程。`,
  en: `${stream} was sent a message that this release does not know (${message}). It waits for a newer one: upgrade all workers.`,
});

/** `actor`: in whose name it was asked, as it says itself. */
export const unsignedWords = (stream: string, key: string, actor: string): AlarmWords => ({
  zh: `${stream}收到一项未经本系统签名的办理请求（编号${key}，自称办理人${actor}），已拒绝，未作任何登记。请系统管理员核查何人能够访问流程引擎（Temporal）端口，并核对各进程的DUBAN_COMMAND_KEY是否一致。`,
  en: `${stream} was sent a request that this system did not sign (key ${key}, in the name of ${actor}). It was refused and nothing was recorded. Find out who can reach Temporal's port, and whether all processes have the same DUBAN_COMMAND_KEY.`,
});

/** Beyond what a date can say: the number as it came. */
const instantWords = (at: number): string =>
  Number.isNaN(new Date(at).getTime()) ? String(at) : new Date(at).toISOString();

export const clockAheadWords = (stream: string, instant: number, databaseNow: number): AlarmWords => {
  const [asked, known] = [instant, databaseNow].map(instantWords);
  const seconds = Math.round((instant - databaseNow) / 1000);
  return {
    zh: `${stream}被要求办理到${asked}，比数据库时钟（${known}）快${seconds}秒，已拒绝，未作任何登记，系统将继续重试。请系统管理员核对工作进程和流程引擎（Temporal）服务器的时钟与数据库服务器的时钟（三者均应由NTP校准）；如均准确，请核查何人能够访问Temporal端口。`,
    en: `${stream} was to be advanced to ${asked}, which is ${seconds} s beyond the database's clock (${known}). It was refused, nothing was recorded, and it is tried again. Compare the clocks of the workers and of Temporal's server with the database's, and set all by NTP; if they are right, find out who can reach Temporal's port.`,
  };
};

export const newerReleaseWords = (stream: string, reason: string): AlarmWords => ({
  zh: `${stream}含有较新版本登记的内容，本版本的工作进程不予办理。请系统管理员升级全部工作进程。`,
  en: `A newer release wrote to ${stream}; workers of this one leave it alone: upgrade all of them. ${reason}`,
});
