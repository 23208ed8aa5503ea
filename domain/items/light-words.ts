/** Lights by name, as lists, files and pages say them: the one list. */
import type { Language, Words } from "../language/words.js";
import type { StatusLight } from "./light.js";

export const LIGHT_WORDS: Readonly<Record<StatusLight, Words>> = {
  red: { zh: "红灯", en: "red" },
  yellow: { zh: "黄灯", en: "yellow" },
  green: { zh: "绿灯", en: "green" },
  blue: { zh: "蓝灯", en: "blue" },
  grey: { zh: "灰灯", en: "grey" },
  notStarted: { zh: "未开始", en: "not started" },
};

/** All of them in one language. */
export const lightsIn = (language: Language): Readonly<Record<StatusLight, string>> => ({
  red: LIGHT_WORDS.red[language],
  yellow: LIGHT_WORDS.yellow[language],
  green: LIGHT_WORDS.green[language],
  blue: LIGHT_WORDS.blue[language],
  grey: LIGHT_WORDS.grey[language],
  notStarted: LIGHT_WORDS.notStarted[language],
});
