/** What channels are called, by letters, pages and the API. */
import type { Choice } from "./channels.js";

export const CHANNELS_ZH: Readonly<Record<Choice, string>> = {
  mail: "电子邮件",
  wecom: "企业微信",
  dingtalk: "钉钉",
  feishu: "飞书",
  webhook: "统一待办",
  sms: "短信",
  copy: "转发文字",
};

export const CHANNELS_EN: Readonly<Record<Choice, string>> = {
  mail: "e-mail",
  wecom: "WeCom",
  dingtalk: "DingTalk",
  feishu: "Feishu",
  webhook: "task list of another system",
  sms: "text message",
  copy: "text to copy",
};
